// Any bytes as a line of an access log. What is read of it lies within it.
#include "fuzz.h"

#include "scenario/alb_line.h"

static void check_within(AlbText text, const char *line, int32_t length) {
    SIM_ASSERT(text.length >= 0);
    SIM_ASSERT(text.length == 0 ||
               (text.start >= line && text.start + text.length <= line + length));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 1 << 16) return 0;
    const char *line = (const char *)data;
    AlbLine entry;
    if (alb_line_read(line, (int32_t)size, &entry) != ALB_LINE_READ) return 0;
    SIM_ASSERT(entry.work_ns >= -1 && entry.received_bytes >= 0 && entry.sent_bytes >= 0);
    const AlbText texts[] = {entry.client, entry.method, entry.host, entry.path, entry.query};
    for (int i = 0; i < 5; i++)
        check_within(texts[i], line, (int32_t)size);
    SIM_ASSERT(entry.path.length > 0 && entry.path.start[0] == '/');
    return 0;
}
