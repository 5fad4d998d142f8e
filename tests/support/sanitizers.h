// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace kith::test {

/// Whether memory and processor time are Kith's own: a sanitizer keeps what was freed, and takes both for itself.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool FiguresCount = false;
#else
constexpr bool FiguresCount = true;
#endif

/// Whether a short wait is Kith's own: ThreadSanitizer makes everything several times slower.
#ifdef __SANITIZE_THREAD__
constexpr bool WaitsCount = false;
#else
constexpr bool WaitsCount = true;
#endif

} // namespace kith::test
