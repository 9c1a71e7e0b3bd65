/// cairo keeps colours multiplied by their alpha, SDL's software renderer blends straight ones.
#pragma once

#include <stdint.h>

/// Divides each pixel's colours by its alpha. Strides in pixels; `out` may be `in`.
static inline void pixels_make_straight(uint32_t *out, int out_stride, const uint32_t *in,
                                        int in_stride, int width, int height) {
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            uint32_t pixel = in[y * in_stride + x], alpha = pixel >> 24;
            if (alpha != 0 && alpha != 255) {
                uint32_t r = ((pixel >> 16 & 255) * 255 + alpha / 2) / alpha;
                uint32_t g = ((pixel >> 8 & 255) * 255 + alpha / 2) / alpha;
                uint32_t b = ((pixel & 255) * 255 + alpha / 2) / alpha;
                pixel = alpha << 24 | r << 16 | g << 8 | b;
            }
            out[y * out_stride + x] = pixel;
        }
}
