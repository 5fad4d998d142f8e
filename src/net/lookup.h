// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/endpoint.h"

#include <QFuture>
#include <QList>

class QObject;

namespace kith {

/// What `endpoint` is in numbers: one for each address that its name has, none when nobody knows it. Finished already
/// where it is a number. Without `context` there is no answer.
QFuture<QList<Endpoint>> lookUp(const Endpoint &endpoint, QObject *context);

} // namespace kith
