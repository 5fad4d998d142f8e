// SPDX-License-Identifier: GPL-3.0-or-later
// What a conversation of a million messages costs to look at, against one of a thousand: from the disk to the pixels of
// a real window. Arguments: [messages] [directory]; KITH_BENCH_MESSAGES is the number otherwise.
#include "messenger/history.h"
#include "messenger/messenger.h"
#include "models/timelinemodel.h"
#include "net/networkthread.h"
#include "net/transportfactory.h"
#include "store/database.h"
#include "store/historyfile.h"
#include "store/store.h"
#include "support/historymaker.h"
#include "support/residentmemory.h"
#include "ui/messageview.h"
#include "ui/theme.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

using namespace kith;
using kith::test::residentBytes;
using namespace Qt::StringLiterals;

namespace {

constexpr int Opens = 15;
constexpr int ColdOpens = 7;
constexpr int Steps = 1500;
constexpr int StepPixels = 120;
constexpr int Arrivals = 31;
constexpr int Widths = 21;
constexpr int Jumps = 41;

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? -1 : values[size_t(share * double(values.size() - 1))];
}

/// Counts the paint events of a widget.
class PaintCounter final : public QObject {
public:
    explicit PaintCounter(QWidget *widget) { widget->installEventFilter(this); }
    int count = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

/// Takes a file out of the system's cache.
void forget(const QString &file)
{
    const int descriptor = ::open(QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC);
    ::fsync(descriptor);
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
    ::close(descriptor);
}

struct Figures {
    double warm = -1, cold = -1, step = -1, arrival = -1, width = -1, date = -1, growth = -1;
};

/// A window on one conversation.
class Window {
public:
    Window(const QString &file, const Theme &theme)
        : m_store(file)
        , m_messenger(m_store, m_network, m_transports)
        , m_timeline(m_messenger)
        , m_view(m_timeline, theme)
        , m_paints(m_view.viewport())
    {
        QObject::connect(&m_timeline, &TimelineModel::shown, &m_view,
                         [this] { m_paintsWhenShown = m_paints.count; });
        m_messenger.open();
        until([this] { return m_messenger.isOpen(); });
        m_conversation = m_messenger.conversations().first().id;
        m_messenger.markRead(m_conversation);
        m_view.resize(900, 640);
        m_view.show();
        until([this] { return m_paints.count > 0; });
        settle();
    }

    double open()
    {
        m_timeline.setConversation({});
        settle();
        return untilShown([this] { m_timeline.setConversation(m_conversation); });
    }
    double step(int pixels)
    {
        return milliseconds([&] { // where the next page is not there yet, the wait for it counts
            until([&] { return m_view.scrollBy(pixels) != 0 || isAtEnd(pixels); });
        });
    }
    double arrive()
    {
        const QString text = u"One more message, 又一条消息。"_s;
        const double took = milliseconds([&] { static_cast<void>(m_messenger.send(m_conversation, text)); });
        until([this] { return !m_messenger.isBusy(); });
        QCoreApplication::processEvents();
        return took;
    }
    double resize(int width)
    {
        return milliseconds([&] { m_view.resize(width, 640); });
    }
    double jump(const QDateTime &instant)
    {
        const double took = untilShown([&] { m_timeline.showDate(instant); });
        settle();
        return took;
    }
    void goToNewest()
    {
        m_view.goToNewest();
        settle();
    }
    /// Lets everything that goes on by itself come to its end.
    static void settle()
    {
        QElapsedTimer quiet;
        quiet.start();
        while (quiet.elapsed() < 200)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    }
    Store::Span span()
    {
        auto span = m_messenger.history().span(m_conversation);
        until([&] { return span.isFinished(); });
        return span.result().value();
    }

private:
    template <typename Condition>
    static void until(Condition condition)
    {
        while (!condition())
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 5);
    }
    /// From before `action` until the next paint event after it is over.
    template <typename Action>
    double milliseconds(Action action)
    {
        QElapsedTimer timer;
        timer.start();
        action();
        const int before = m_paints.count;
        until([&] { return m_paints.count > before || timer.elapsed() > 1000; });
        return double(timer.nsecsElapsed()) / 1e6;
    }
    /// From before `action` until what it asked for is painted.
    template <typename Action>
    double untilShown(Action action)
    {
        m_paintsWhenShown = -1;
        QElapsedTimer timer;
        timer.start();
        action();
        until([&] {
            return (m_paintsWhenShown >= 0 && m_paints.count > m_paintsWhenShown) || timer.elapsed() > 1000;
        });
        return double(timer.nsecsElapsed()) / 1e6;
    }
    bool isAtEnd(int pixels) const { return pixels < 0 ? m_timeline.isAtBeginning() : m_timeline.holdsNewest(); }

    Store m_store;
    NetworkThread m_network;
    PlainTextTransportFactory m_transports;
    Messenger m_messenger;
    TimelineModel m_timeline;
    MessageView m_view;
    PaintCounter m_paints;
    int m_paintsWhenShown = -1;
    ConversationId m_conversation;
};

Figures measure(const QString &file, const Theme &theme)
{
    Figures figures;
    std::vector<double> times;
    for (int i = 0; i < ColdOpens; ++i) {
        Window window(file, theme);
        forget(file);
        times.push_back(window.open());
    }
    figures.cold = percentile(times, 0.5);

    Window window(file, theme);
    const qint64 before = residentBytes();
    times.clear();
    for (int i = 0; i < Opens; ++i)
        times.push_back(window.open());
    figures.warm = percentile(std::exchange(times, {}), 0.5);

    for (int i = 0; i < Steps; ++i) // up and down again, so that a thousand messages are enough
        times.push_back(window.step(i / 150 % 2 == 0 ? -StepPixels : StepPixels));
    figures.step = percentile(std::exchange(times, {}), 0.99);

    window.goToNewest();
    for (int i = 0; i < Arrivals; ++i)
        times.push_back(window.arrive());
    figures.arrival = percentile(std::exchange(times, {}), 0.5);

    for (int i = 0; i < Widths; ++i)
        times.push_back(window.resize(i % 2 == 0 ? 820 : 900));
    figures.width = percentile(std::exchange(times, {}), 0.5);

    const Store::Span span = window.span();
    for (int i = 0; i < Jumps; ++i) {
        const qint64 time = span.first.time + (span.last.time - span.first.time) * (i * 17 % Jumps) / Jumps;
        times.push_back(window.jump(QDateTime::fromMSecsSinceEpoch(time, Qt::UTC)));
    }
    figures.date = percentile(std::exchange(times, {}), 0.5);
    figures.growth = double(residentBytes() - before) / 1024 / 1024;
    return figures;
}

constexpr double MostTimesMore = 1.3;

void print(const char *what, double few, double many, double aim, const char *unit, bool isCompared)
{
    std::printf("%-34s %8.2f %s (aim <= %.1f)", what, many, unit, aim);
    if (isCompared)
        std::printf(", %.2f x of a thousand messages: %.2f %s (aim <= %.1f)", many / few, few, unit,
                    MostTimesMore);
    std::printf("%s\n", many <= aim && (!isCompared || many <= few * MostTimesMore) ? "" : "   MISSED");
}

/// Ends the program when something cannot be made: there is nothing to measure then.
QString must(const QString &file, const Result<void> &made)
{
    if (!made) {
        std::fprintf(stderr, "%s\n", qPrintable(made.error().detail));
        std::exit(1);
    }
    return file;
}

QString history(const QTemporaryDir &directory, qint64 messages)
{
    const QString file = directory.filePath(QString::number(messages) + u".db"_s);
    return must(file, makeHistoryFile(file, {.messages = messages, .conversations = 1}));
}

/// The newest thousand messages of the same history: other texts would cost more or less to lay out.
QString newestThousand(const QTemporaryDir &directory, const QString &large)
{
    const QString file = directory.filePath(u"newest.db"_s);
    QFile::copy(large, file);
    return must(file, openHistory(file).and_then([](const std::unique_ptr<Database> &database) {
        return database
            ->execute("DELETE FROM messages WHERE key <= (SELECT max(key) FROM messages) - 1000;"
                      "INSERT INTO search (search) VALUES ('delete-all');"
                      "UPDATE search_state SET reached = 0;"
                      "VACUUM")
            .and_then([&] { return completeIndex(*database); });
    }));
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    qint64 many = qEnvironmentVariableIntValue("KITH_BENCH_MESSAGES");
    many = argc > 1 ? QByteArray(argv[1]).toLongLong() : many;
    many = many > 0 ? many : 1'000'000;
    const QString place = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QDir::tempPath();
    const QTemporaryDir directory(place + u"/bench-XXXXXX"_s);
    Theme theme(application);
    theme.setChoice(ThemeChoice::Light);
    const QString large = history(directory, many);
    const QString small = newestThousand(directory, large);
    const QString spread = history(directory, 1000); // over the same years: it is as far from date to date
    {                                                // fonts and code are there before anything counts
        Window window(small, theme);
        window.open();
        for (int i = 0; i < 200; ++i)
            window.step(-StepPixels);
        window.resize(820);
    }
    Figures few = measure(small, theme);
    few.date = measure(spread, theme).date;
    const Figures lots = measure(large, theme);
    std::printf("a conversation of %lld messages\n", many);
    print("open, disk to pixels, warm", few.warm, lots.warm, 16.7, "ms", false);
    print("open, disk to pixels, cold", few.cold, lots.cold, 33, "ms", false);
    print("scroll step, p99", few.step, lots.step, 4, "ms", true);
    print("new message", few.arrival, lots.arrival, 4, "ms", true);
    print("width change", few.width, lots.width, 8, "ms", true);
    print("jump to any date, to pixels", few.date, lots.date, 10, "ms", true);
    print("memory growth", few.growth, lots.growth, 12, "MiB", false);
}
