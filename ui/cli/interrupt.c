// The signals are blocked and stay pending, and a pending signal can be asked for: no handler, and
// no flag that everybody can reach.
#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { SIGNAL_COUNT = sizeof signals / sizeof signals[0] };

void interrupt_begin(void) {
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < SIGNAL_COUNT; i++) {
        // An ignored signal need not become pending; a shell script's background jobs ignore
        // SIGINT.
        if (signals[i] != SIGHUP) signal(signals[i], SIG_DFL);
        sigaddset(&set, signals[i]);
    }
    sigprocmask(SIG_BLOCK, &set, NULL);
}

bool interrupt_is_asked(void) {
    sigset_t pending;
    sigpending(&pending);
    for (int i = 0; i < SIGNAL_COUNT; i++)
        if (sigismember(&pending, signals[i]) == 1) return true;
    return false;
}
