// SPDX-License-Identifier: GPL-3.0-or-later
// The least that a messenger's window can be: a list beside a text and an editor. bench_start.py compares with it.
#include <QApplication>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QSplitter>

int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    QSplitter window;
    window.setWindowTitle(QStringLiteral("Bare window"));
    auto *people = new QListWidget(&window);
    for (int person = 1; person <= 30; ++person)
        people->addItem(QStringLiteral("Person %1 · 联系人").arg(person));
    auto *column = new QSplitter(Qt::Vertical, &window);
    auto *text = new QPlainTextEdit(QStringLiteral("你好\nHello"), column);
    text->setReadOnly(true);
    new QPlainTextEdit(column);
    window.resize(1000, 700);
    window.show();
    return QApplication::exec();
}
