/// Places that rules make of requests: where a redirect points, and what a rewrite sends to the
/// target.
///
/// A place follows from the kind of request, from where that was, and from the rule, so it is made
/// once and kept: there are as many as different ways, not as requests.
#pragma once

#include "traffic/traffic.h"

/// The place that a rule made of requests of this kind; index + 1, 0: not yet.
int32_t url_find(const SimWorld *world, int32_t kind, int32_t from_url1, int32_t rule);
/// Keeps a place for next time; returns its index + 1.
int32_t url_keep(SimWorld *world, int32_t kind, int32_t from_url1, int32_t rule, Url url);
/// Keeps a text of a place; returns where it begins in `url_text`.
int32_t url_keep_text(SimWorld *world, const char *text);
