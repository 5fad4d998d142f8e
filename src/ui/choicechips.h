// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;

namespace kith {

/// A few words side by side of which exactly one is chosen, in as many lines as they need.
class ChoiceChips final : public QWidget {
    Q_OBJECT

public:
    /// `names` are the object names of the chips, in the order of `words`.
    ChoiceChips(const QStringList &names, const QStringList &words, QWidget *parent = nullptr);

    void setCurrent(int choice); ///< Without a signal.
    int current() const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(int choice);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    /// Places the chips within `width`, or only counts; returns the height that they need.
    int arrange(int width, bool moves) const;

    QButtonGroup *m_group;
};

} // namespace kith
