// SPDX-License-Identifier: GPL-3.0-or-later
// Two threads that count in one place. One tells the other by a signal each time, and is told nothing: what
// ThreadSanitizer has to report, whatever it knows of Qt.
#include <QCoreApplication>
#include <QThread>
#include <QTimer>

namespace {

class Clerk : public QObject {
    Q_OBJECT

public:
    explicit Clerk(int &total) : m_total(total)
    {
        m_timer.setInterval(1);
        connect(&m_timer, &QTimer::timeout, this, [this] { Q_EMIT counted(++m_total); });
    }
    void begin() { m_timer.start(); }
    int heard() const { return m_heard; }
    void hear(int) { ++m_heard; }

Q_SIGNALS:
    void counted(int now);

private:
    int &m_total;
    int m_heard = 0;
    QTimer m_timer{this};
};

} // namespace

int main(int argc, char **argv)
{
    constexpr int Enough = 50;
    const QCoreApplication application(argc, argv);
    int total = 0;
    QThread other;
    Clerk here(total);
    Clerk there(total);
    QObject::connect(&there, &Clerk::counted, &here, &Clerk::hear);
    QObject::connect(&there, &Clerk::counted, &here, [&] {
        if (here.heard() >= Enough)
            QCoreApplication::quit();
    });
    there.moveToThread(&other);
    QObject::connect(&other, &QThread::started, &there, &Clerk::begin);
    here.begin();
    other.start();
    QCoreApplication::exec();
    other.quit();
    other.wait();
    return 0;
}

#include "racer.moc"
