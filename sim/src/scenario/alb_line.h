/// One line of an Application Load Balancer's access log, read for what a replay needs of it.
///
/// Nothing is guessed: a line that is not exactly such an entry is refused with a reason. Logs of
/// before the later fields were added are read too: all up to the quoted request are needed.
#pragma once

#include "sim/base.h"

typedef enum AlbLineStatus {
    ALB_LINE_READ,
    ALB_LINE_FOREIGN,    ///< something else
    ALB_LINE_CUT,        ///< it ends before the request does
    ALB_LINE_NO_REQUEST, ///< an entry, but its client sent nothing that could be read
    ALB_LINE_OTHER,      ///< a WebSocket or a gRPC call
    ALB_LINE_STATUSES,
} AlbLineStatus;

/// Texts point into the line.
typedef struct AlbText {
    const char *start;
    int32_t length;
} AlbText;

typedef struct AlbLine {
    int64_t at_ns;   ///< since 1970: when the request came
    int64_t work_ns; ///< the target's processing time; -1: there was none
    AlbText client;  ///< its address
    AlbText method, host, path, query;
    int64_t received_bytes, sent_bytes;
} AlbLine;

AlbLineStatus alb_line_read(const char *line, int32_t length, AlbLine *out);
