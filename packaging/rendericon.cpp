// SPDX-License-Identifier: GPL-3.0-or-later
// rendericon ICON.svg SIZE OUT.png: one size of the icon, at build time, so that the tree holds only the drawing.
#include <QCoreApplication>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 4)
        return 2;
    QSvgRenderer drawing(arguments.at(1));
    const int size = arguments.at(2).toInt();
    if (!drawing.isValid() || size <= 0)
        return 1;
    QImage picture(size, size, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    drawing.render(&painter);
    painter.end();
    return picture.save(arguments.at(3), "PNG") ? 0 : 1;
}
