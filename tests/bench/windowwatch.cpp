// SPDX-License-Identifier: GPL-3.0-or-later
// windowwatch COMMAND [ARGUMENT...]: starts it and times its first window on the X display.
// Prints "PID MAPPED PAINTED", milliseconds from just before the start until the server mapped a top-level window and
// until that window showed more than one colour. Then it waits for the command to end.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xcb/xcb.h>

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds Limit{30};
constexpr std::chrono::milliseconds LookEvery{2};
constexpr std::uint16_t SmallestSide = 200;

struct Free {
    void operator()(void *memory) const { std::free(memory); }
};
template <typename T>
using Reply = std::unique_ptr<T, Free>;

struct Window {
    xcb_window_t id;
    std::uint16_t width;
    std::uint16_t height;
};

/// The window of this event when it is a program's own: mapped, managed and not a splash or a helper.
std::optional<Window> mainWindow(xcb_connection_t *x, const xcb_generic_event_t &event)
{
    if ((event.response_type & 0x7f) != XCB_MAP_NOTIFY)
        return std::nullopt;
    const auto &mapped = reinterpret_cast<const xcb_map_notify_event_t &>(event);
    if (mapped.override_redirect != 0)
        return std::nullopt;
    const Reply<xcb_get_geometry_reply_t> size(
        xcb_get_geometry_reply(x, xcb_get_geometry(x, mapped.window), nullptr));
    if (!size || size->width < SmallestSide || size->height < SmallestSide)
        return std::nullopt;
    return Window{mapped.window, size->width, size->height};
}

/// Whether a band across the window holds more than one colour.
bool painted(xcb_connection_t *x, const Window &window)
{
    constexpr std::uint16_t BandHeight = 24;
    const Reply<xcb_get_image_reply_t> band(
        xcb_get_image_reply(x,
                            xcb_get_image(x, XCB_IMAGE_FORMAT_Z_PIXMAP, window.id, 0,
                                          std::int16_t(window.height / 8), window.width, BandHeight, ~0U),
                            nullptr));
    if (!band)
        return false;
    const auto *pixels = reinterpret_cast<const std::uint32_t *>(xcb_get_image_data(band.get()));
    const auto *end = pixels + xcb_get_image_data_length(band.get()) / 4;
    return std::adjacent_find(pixels, end, std::not_equal_to<>()) != end;
}

double since(Clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

} // namespace

int main(int argc, char *argv[])
{
    xcb_connection_t *x = xcb_connect(nullptr, nullptr);
    if (argc < 2 || xcb_connection_has_error(x) != 0)
        return 2;
    const xcb_window_t root = xcb_setup_roots_iterator(xcb_get_setup(x)).data->root;
    const std::uint32_t mask = XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY;
    xcb_change_window_attributes(x, root, XCB_CW_EVENT_MASK, &mask);
    Reply<xcb_get_input_focus_reply_t>(
        xcb_get_input_focus_reply(x, xcb_get_input_focus(x), nullptr)); // a round trip

    const Clock::time_point start = Clock::now();
    const pid_t child = fork();
    if (child == 0) {
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    std::optional<Window> window;
    double mappedAfter = 0;
    while (Clock::now() - start < Limit) {
        pollfd connection{xcb_get_file_descriptor(x), POLLIN, 0};
        poll(&connection, 1, int(LookEvery.count()));
        while (const Reply<xcb_generic_event_t> event{xcb_poll_for_event(x)}) {
            if (window)
                continue;
            window = mainWindow(x, *event);
            mappedAfter = since(start);
        }
        if (window && painted(x, *window)) {
            std::printf("%d %.1f %.1f\n", child, mappedAfter, since(start));
            std::fflush(stdout);
            break;
        }
        if (waitpid(child, nullptr, WNOHANG) == child)
            return 1;
    }
    xcb_disconnect(x);
    waitpid(child, nullptr, 0);
    return 0;
}
