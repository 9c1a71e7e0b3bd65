// Protocols in a few letters: what clients speak, what listeners take.
#include <stdio.h>

#include "window/scene_parts.h"

void part_protocol(const SimViewClient *client, char *out, size_t capacity) {
    char version[20] = "";
    if (client->tls < 3) snprintf(version, sizeof version, " TLS 1.%d", (int)client->tls);
    snprintf(out, capacity, "%s%s%s", client->is_https ? "HTTPS" : "HTTP",
             client->is_https && client->is_http2 ? " h2" : "", client->is_https ? version : "");
}

bool part_fails_handshakes(const SimView *view, const SimViewListener *listener) {
    return listener->tls_failure && view->now - listener->tls_failed_last <= 10 * SIM_SECOND;
}

void part_listener(const SimViewListener *listener, bool is_short, char *out, size_t capacity) {
    char mutual[24] = "", versions[24];
    if (listener->expired_certificates > 0) {
        snprintf(out, capacity, is_short ? "expired" : "certificate expired");
        return;
    }
    if (is_short && listener->mutual) {
        snprintf(out, capacity, "mTLS");
        return;
    }
    if (listener->mutual) snprintf(mutual, sizeof mutual, "mTLS %s, ", listener->mutual);
    if (listener->tls_oldest == listener->tls_newest)
        snprintf(versions, sizeof versions, "TLS 1.%d", (int)listener->tls_newest);
    else if (listener->tls_newest == 3)
        snprintf(versions, sizeof versions, "TLS 1.%d+", (int)listener->tls_oldest);
    else
        snprintf(versions, sizeof versions, "TLS 1.%d-1.%d", (int)listener->tls_oldest,
                 (int)listener->tls_newest);
    snprintf(out, capacity, "%s%s%s", listener->is_http2 && !is_short ? "h2, " : "", mutual,
             versions);
}
