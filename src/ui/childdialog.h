// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace kith {

/// The dialog of that class that is open beside `window` and for which `is` holds; nullptr: none.
template <typename Dialog, typename Is>
Dialog *childDialog(const QWidget &window, Is is)
{
    for (Dialog *dialog : window.findChildren<Dialog *>()) {
        if (dialog->isVisible() && is(*dialog))
            return dialog;
    }
    return nullptr;
}

template <typename Dialog>
Dialog *childDialog(const QWidget &window)
{
    return childDialog<Dialog>(window, [](const Dialog &) { return true; });
}

/// Shows a dialog beside its window, in front of what else there is.
inline void showInFront(QDialog &dialog)
{
    dialog.show();
    dialog.raise();
    dialog.activateWindow();
}

} // namespace kith
