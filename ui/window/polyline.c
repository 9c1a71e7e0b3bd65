// Paths have a few dozen points at most, so that walking them from the start each time is cheap
// enough.
#include "window/polyline.h"

#include <math.h>

float polyline_length(const ScenePoint *points, int32_t count) {
    float length = 0;
    for (int32_t i = 1; i < count; i++)
        length += hypotf(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
    return length;
}

ScenePoint polyline_at(const ScenePoint *points, int32_t count, float distance) {
    SIM_ASSERT(count > 0);
    for (int32_t i = 1; i < count && distance >= 0; i++) {
        ScenePoint a = points[i - 1], b = points[i];
        float piece = hypotf(b.x - a.x, b.y - a.y);
        if (distance < piece)
            return (ScenePoint){a.x + (b.x - a.x) * distance / piece,
                                a.y + (b.y - a.y) * distance / piece};
        distance -= piece;
    }
    return distance < 0 ? points[0] : points[count - 1];
}
