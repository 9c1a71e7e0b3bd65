// The frame and the layout, over fixtures in four sizes: what is drawn can be read, what is drawn
// can be hit, and the same scene is the same picture.
#include "view_fixture.h"

#include "draw/text.h"
#include "window/scene_parts.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const float sizes[][2] = {{1024, 640}, {1280, 720}, {1920, 1080}, {2560, 1440}, {1600, 900}};
enum { SIZE_COUNT = sizeof sizes / sizeof sizes[0], CASE_COUNT = FIXTURE_KIND_COUNT * SIZE_COUNT };

typedef struct Bench {
    TextMeasure *text;
    Theme theme;
    DrawList list;
    Fixture *fixture;
    Layout *layout;
    float width, height;
    const char *name;
} Bench;

static Bench bench;

static void bench_make(void) {
    SimError error;
    bench.text = text_measure_create(&error);
    ck_assert_msg(bench.text != NULL, "%s", error.text);
    ck_assert(theme_load(&bench.theme, THEME_DARK, &error));
    draw_list_init(&bench.list, bench.text, &bench.theme);
    bench.fixture = malloc(sizeof *bench.fixture);
    bench.layout = layout_create();
}

static void bench_end(void) {
    layout_destroy(bench.layout);
    free(bench.fixture);
    draw_list_deinit(&bench.list);
    text_measure_destroy(bench.text);
}

/// Fixture and size of case `i`, laid out and drawn.
static void bench_set(int i) {
    FixtureKind kind = (FixtureKind)(i / SIZE_COUNT);
    bench.width = sizes[i % SIZE_COUNT][0], bench.height = sizes[i % SIZE_COUNT][1];
    bench.name = fixture_name(kind);
    fixture_fill(bench.fixture, kind);
    layout_update(bench.layout, &bench.fixture->view, bench.width, bench.height);
    fixture_scatter(bench.fixture, bench.layout);
    scene_draw(&bench.fixture->scene, bench.layout, &bench.list);
}

static void assert_clean(void) {
    DrawProblem problems[4];
    int count = draw_list_check(&bench.list, bench.width, bench.height, problems, 4);
    ck_assert_msg(count == 0, "%s at %gx%g: %d problems, first: %s", bench.name,
                  (double)bench.width, (double)bench.height, count, problems[0].sentence);
}

START_TEST(every_text_of_a_frame_fits_its_place) {
    bench_set(_i);
    assert_clean();
}
END_TEST

START_TEST(overlays_and_notes_fit_every_window) {
    bench_set(_i);
    Scene *scene = &bench.fixture->scene;
    scene->focus = (SceneTarget){.kind = SCENE_TARGET_PLACE, .place = {SIM_PLACE_INSTANCE, 0}};
    for (int overlay = SCENE_OVERLAY_NONE; overlay <= SCENE_OVERLAY_ALGORITHMS; overlay++) {
        scene->overlay = (SceneOverlay)overlay;
        scene_draw(scene, bench.layout, &bench.list);
        assert_clean();
    }
    scene->overlay = SCENE_OVERLAY_NONE;
    for (int kind = SIM_PLACE_CLIENT; kind <= SIM_PLACE_INSTANCE; kind++) {
        scene->hover = (SceneTarget){.kind = SCENE_TARGET_PLACE, .place = {(SimPlaceKind)kind, 0}};
        scene->hover_x = kind % 2 ? bench.width - 3 : 3,
        scene->hover_y = kind % 3 ? bench.height - 3 : 3;
        scene_draw(scene, bench.layout, &bench.list);
        assert_clean();
    }
}
END_TEST

START_TEST(other_pages_of_charts_are_drawn_and_hit) {
    bench_set(FIXTURE_BLUE_GREEN * SIZE_COUNT + 1);
    Scene *scene = &bench.fixture->scene;
    ck_assert_int_eq(layout_chart_pages(bench.layout, scene->chart_count), 2);
    DrawRect second = layout_chart(bench.layout, scene->chart_count, 1, 4);
    scene->chart_page = 1;
    SceneTarget hit = layout_hit(bench.layout, scene, rect_middle_x(second), rect_middle_y(second));
    ck_assert_int_eq(hit.kind, SCENE_TARGET_CHART);
    ck_assert_int_eq(hit.index, 4);
    ck_assert(hit.time > 0 && hit.time <= scene->view->now);
    scene_draw(scene, bench.layout, &bench.list);
    assert_clean();
}
END_TEST

static bool rects_meet(DrawRect a, DrawRect b) {
    return a.x < rect_right(b) - 0.01f && b.x < rect_right(a) - 0.01f &&
           a.y < rect_bottom(b) - 0.01f && b.y < rect_bottom(a) - 0.01f;
}

/// Places that gave way share a line with others ("+3 rules"): a hit there may be any of them.
static bool is_shared(SimPlace place) {
    const Layout *layout = bench.layout;
    if (place.kind == SIM_PLACE_RULE) return layout->rule_hidden[place.index];
    if (place.kind == SIM_PLACE_RESOLVER &&
        layout->client[bench.fixture->resolvers[place.index].client].resolvers_shown == 0)
        return true;
    int32_t counts[] = {layout->client_count, layout->resolver_count, layout->record_count};
    if (place.kind > SIM_PLACE_ROUTE53) return false;
    for (int32_t i = 0; i < counts[place.kind]; i++)
        if (i != place.index && rects_meet(layout_place(layout, place),
                                           layout_place(layout, (SimPlace){place.kind, i})))
            return true;
    return false;
}

static int32_t place_count(SimPlaceKind kind) {
    const SimView *view = &bench.fixture->view;
    const int32_t counts[] = {view->client_count,  view->resolver_count, view->record_count,
                              view->node_count,    view->rule_count,     view->group_count,
                              view->instance_count};
    return counts[kind];
}

START_TEST(a_hit_in_a_place_returns_it) {
    bench_set(_i);
    for (int kind = SIM_PLACE_CLIENT; kind <= SIM_PLACE_INSTANCE; kind++)
        for (int32_t i = 0; i < place_count((SimPlaceKind)kind); i++) {
            SimPlace place = {(SimPlaceKind)kind, i};
            DrawRect rect = layout_place(bench.layout, place);
            ck_assert_msg(rect.w > 0 && rect.h > 0, "%s: place %d %d has no box", bench.name, kind,
                          i);
            // A city's block holds its resolvers; its first line is its own.
            float y = kind == SIM_PLACE_CLIENT ? rect.y + 3 : rect_middle_y(rect);
            SceneTarget hit =
                layout_hit(bench.layout, &bench.fixture->scene, rect_middle_x(rect), y);
            if (is_shared(place)) continue;
            ck_assert_msg(hit.kind == SCENE_TARGET_PLACE && (int)hit.place.kind == kind &&
                              hit.place.index == i,
                          "%s at %g: place %d %d hits %d: %d %d", bench.name, (double)bench.width,
                          kind, i, hit.kind, hit.place.kind, hit.place.index);
        }
}
END_TEST

START_TEST(instances_stand_apart_and_within_their_zone) {
    bench_set(_i);
    const SimView *view = &bench.fixture->view;
    for (int32_t i = 0; i < view->instance_count; i++) {
        DrawRect tile = bench.layout->instance[i],
                 zone = bench.layout->zone[view->instances[i].zone];
        ck_assert_msg(tile.x >= zone.x && rect_right(tile) <= rect_right(zone) + 0.5f &&
                          tile.y >= zone.y && rect_bottom(tile) <= rect_bottom(zone) + 0.5f,
                      "%s at %g: instance %d is out of its zone", bench.name, (double)bench.width,
                      i);
        for (int32_t k = i + 1; k < view->instance_count && k < i + 40; k++)
            ck_assert_msg(!rects_meet(tile, bench.layout->instance[k]),
                          "%s at %g: instances %d and %d meet", bench.name, (double)bench.width, i,
                          k);
    }
}
END_TEST

START_TEST(a_hit_on_a_key_or_the_timeline_says_which) {
    bench_set(_i);
    Scene *scene = &bench.fixture->scene;
    DrawRect key = layout_hint(bench.layout, scene, 2);
    SceneTarget hit = layout_hit(bench.layout, scene, rect_middle_x(key), rect_middle_y(key));
    ck_assert_int_eq(hit.kind, SCENE_TARGET_KEY);
    ck_assert_int_eq(hit.index, 2);
    float x = layout_time_x(bench.layout, scene->view, 900 * SIM_SECOND);
    hit = layout_hit(bench.layout, scene, x, bench.layout->track.y);
    ck_assert_int_eq(hit.kind, SCENE_TARGET_TIMELINE);
    ck_assert_double_eq_tol((double)hit.time / 1e9, 900, 2);
    DrawRect zone = bench.layout->zone[0];
    hit = layout_hit(bench.layout, scene, zone.x + 12, zone.y + 4);
    ck_assert_int_eq(hit.kind, SCENE_TARGET_ZONE);
}
END_TEST

/// A way must begin and end at its places' panels and never jump.
static void assert_way(SimPlace from, SimPlace to) {
    ScenePoint points[128], back[128];
    int32_t count = layout_path(bench.layout, &bench.fixture->view, from, to, points, 128);
    ck_assert_msg(count >= 2 && count < 128, "%s at %g: no way from %d %d to %d %d", bench.name,
                  (double)bench.width, from.kind, from.index, to.kind, to.index);
    for (int32_t i = 0; i < count; i++)
        ck_assert(isfinite(points[i].x) && points[i].x >= 0 && points[i].x <= bench.width &&
                  points[i].y >= 0 && points[i].y <= bench.height);
    ck_assert_int_eq(layout_path(bench.layout, &bench.fixture->view, to, from, back, 128), count);
    for (int32_t i = 0; i < count; i++)
        ck_assert(points[i].x == back[count - 1 - i].x && points[i].y == back[count - 1 - i].y);
}

START_TEST(there_is_a_way_between_the_places_of_a_request) {
    bench_set(_i);
    const SimView *view = &bench.fixture->view;
    for (int32_t r = 0; r < view->resolver_count; r++) {
        assert_way((SimPlace){SIM_PLACE_CLIENT, view->resolvers[r].client},
                   (SimPlace){SIM_PLACE_RESOLVER, r});
        for (int32_t k = 0; k < view->record_count; k++)
            assert_way((SimPlace){SIM_PLACE_RESOLVER, r}, (SimPlace){SIM_PLACE_ROUTE53, k});
    }
    for (int32_t n = 0; n < view->node_count; n++) {
        for (int32_t c = 0; c < view->client_count; c++)
            assert_way((SimPlace){SIM_PLACE_CLIENT, c}, (SimPlace){SIM_PLACE_NODE, n});
        assert_way((SimPlace){SIM_PLACE_ROUTE53, 0}, (SimPlace){SIM_PLACE_NODE, n});
        for (int32_t r = 0; r < view->rule_count; r++)
            assert_way((SimPlace){SIM_PLACE_NODE, n}, (SimPlace){SIM_PLACE_RULE, r});
        for (int32_t g = 0; g < view->group_count; g++)
            assert_way((SimPlace){SIM_PLACE_NODE, n}, (SimPlace){SIM_PLACE_GROUP, g});
        for (int32_t i = 0; i < view->instance_count; i += 7)
            assert_way((SimPlace){SIM_PLACE_NODE, n}, (SimPlace){SIM_PLACE_INSTANCE, i});
    }
    for (int32_t i = 0; i < view->instance_count; i += 3) {
        assert_way((SimPlace){SIM_PLACE_CLIENT, 0}, (SimPlace){SIM_PLACE_INSTANCE, i});
        if (view->instances[i].first_group >= 0)
            assert_way((SimPlace){SIM_PLACE_GROUP, view->instances[i].first_group},
                       (SimPlace){SIM_PLACE_INSTANCE, i});
    }
    for (int32_t k = 0; k < view->forward_count; k++)
        assert_way((SimPlace){SIM_PLACE_RULE, view->forwards[k].rule},
                   (SimPlace){SIM_PLACE_GROUP, view->forwards[k].group});
}
END_TEST

START_TEST(the_way_to_a_server_alone_meets_no_balancer) {
    bench_set(FIXTURE_MIXED * SIZE_COUNT + 1 + _i);
    const SimView *view = &bench.fixture->view;
    ScenePoint points[128];
    int32_t count =
        layout_path(bench.layout, view, (SimPlace){SIM_PLACE_CLIENT, 1},
                    (SimPlace){SIM_PLACE_INSTANCE, view->instance_count - 1}, points, 128);
    ck_assert_int_ge(count, 2);
    for (int32_t i = 0; i + 1 < count; i++)
        for (int step = 0; step <= 20; step++) {
            float share = (float)step / 20;
            float x = points[i].x + (points[i + 1].x - points[i].x) * share;
            float y = points[i].y + (points[i + 1].y - points[i].y) * share;
            for (int32_t b = 0; b < view->balancer_count; b++) {
                DrawRect box = bench.layout->balancer[b];
                ck_assert_msg(x < box.x || x > rect_right(box) || y < box.y || y > rect_bottom(box),
                              "at %g: %g,%g is in the balancer's box", (double)bench.width,
                              (double)x, (double)y);
            }
        }
}
END_TEST

START_TEST(a_place_off_the_map_has_no_way) {
    bench_set(0);
    ScenePoint points[8];
    ck_assert_int_eq(layout_path(bench.layout, &bench.fixture->view,
                                 (SimPlace){SIM_PLACE_CLIENT, 0}, (SimPlace){SIM_PLACE_NODE, 99},
                                 points, 8),
                     0);
    ck_assert_int_eq(layout_path(bench.layout, &bench.fixture->view,
                                 (SimPlace){SIM_PLACE_ROUTE53, -1}, (SimPlace){SIM_PLACE_NODE, 0},
                                 points, 8),
                     0);
}
END_TEST

START_TEST(the_focus_visits_everything_once_and_comes_round) {
    bench_set(_i * SIZE_COUNT + 2);
    const SimView *view = &bench.fixture->view;
    int32_t all = view->client_count + view->record_count + view->node_count + view->rule_count +
                  view->zone_count + view->group_count + view->instance_count;
    SceneTarget first =
                    layout_next(bench.layout, view, (SceneTarget){.kind = SCENE_TARGET_NONE}, 1),
                at = first;
    int seen_instances = 0;
    for (int32_t i = 1; i < all; i++) {
        SceneTarget next = layout_next(bench.layout, view, at, 1);
        ck_assert_msg(next.kind != first.kind || next.place.kind != first.place.kind ||
                          next.place.index != first.place.index,
                      "came round after %d of %d", i, all);
        if (i < 60) {
            SceneTarget back = layout_next(bench.layout, view, next, -1);
            ck_assert(back.kind == at.kind && back.index == at.index &&
                      back.place.kind == at.place.kind && back.place.index == at.place.index);
        }
        at = next;
        seen_instances += at.kind == SCENE_TARGET_PLACE && at.place.kind == SIM_PLACE_INSTANCE;
    }
    ck_assert_int_eq(seen_instances, view->instance_count);
    at = layout_next(bench.layout, view, at, 1);
    ck_assert(at.kind == first.kind && at.place.kind == first.place.kind &&
              at.place.index == first.place.index);
}
END_TEST

START_TEST(arrows_move_the_focus_their_way) {
    bench_set(FIXTURE_BLUE_GREEN * SIZE_COUNT + 2);
    const SimView *view = &bench.fixture->view;
    SceneTarget blue = {.kind = SCENE_TARGET_PLACE, .place = {SIM_PLACE_GROUP, 0}};
    SceneTarget down = layout_towards(bench.layout, view, blue, 0, 1),
                right = layout_towards(bench.layout, view, blue, 1, 0);
    ck_assert(down.place.kind == SIM_PLACE_GROUP && down.place.index == 1);
    ck_assert(right.place.kind == SIM_PLACE_INSTANCE && right.place.index == 0);
    SceneTarget left = layout_towards(bench.layout, view, blue, -1, 0);
    ck_assert(left.place.kind == SIM_PLACE_NODE);
}
END_TEST

START_TEST(drawing_twice_gives_the_same_picture) {
    bench_set(_i);
    uint64_t first = draw_list_hash(&bench.list);
    Layout *other = layout_create();
    layout_update(other, &bench.fixture->view, 1024, 640);
    layout_update(other, &bench.fixture->view, bench.width, bench.height);
    scene_draw(&bench.fixture->scene, other, &bench.list);
    ck_assert_uint_eq(draw_list_hash(&bench.list), first);
    layout_destroy(other);
}
END_TEST

START_TEST(what_the_view_says_is_in_the_picture) {
    bench_set(FIXTURE_BLUE_GREEN * SIZE_COUNT + 2);
    uint64_t before = draw_list_hash(&bench.list);
    Fixture *it = bench.fixture;
    double *values[] = {&it->instances[0].cpu, &it->forward_share[0], &it->client_rate[0],
                        &it->region_p99_s[0], &it->scene.rates.availability};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        double held = *values[i];
        *values[i] = held * 0.5 + 0.07;
        scene_draw(&it->scene, bench.layout, &bench.list);
        ck_assert_msg(draw_list_hash(&bench.list) != before, "value %zu does not show", i);
        *values[i] = held;
    }
    it->instances[2].slow_factor = 2;
    scene_draw(&it->scene, bench.layout, &bench.list);
    ck_assert_msg(draw_list_hash(&bench.list) != before, "a slow instance does not show");
    it->instances[2].slow_factor = 1;
    it->groups[0].algorithm = 0;
    scene_draw(&it->scene, bench.layout, &bench.list);
    ck_assert(draw_list_hash(&bench.list) != before);
}
END_TEST

/// Every group sticky or mitigating, every third target anomalous or held down.
static void stick(bool is_sticky) {
    Fixture *it = bench.fixture;
    for (int32_t i = 0; i < it->view.group_count; i++) {
        it->groups[i].sticky_cookie = is_sticky ? "A_COOKIE_OF_THE_APPLICATION" : NULL;
        it->groups[i].is_app_cookie = is_sticky;
        it->groups[i].sticky_duration = 90 * SIM_MINUTE;
        it->groups[i].is_mitigating = !is_sticky;
        it->groups[i].anomalous = it->groups[i].mitigated = is_sticky ? 0 : 2;
    }
    for (int32_t i = 0; i < it->view.target_count; i++) {
        it->targets[i].sessions = is_sticky ? 12345 + i : 0;
        it->targets[i].is_anomalous = !is_sticky && i % 3 != 2;
        it->targets[i].held_down = !is_sticky && i % 3 == 1 ? 0.0625 : 0;
    }
}

START_TEST(stickiness_and_target_weights_show_and_fit) {
    bench_set(_i);
    uint64_t before = draw_list_hash(&bench.list);
    Scene *scene = &bench.fixture->scene;
    for (int is_sticky = 0; is_sticky <= 1; is_sticky++) {
        stick(is_sticky != 0);
        scene->hover = (SceneTarget){0};
        scene_draw(scene, bench.layout, &bench.list);
        assert_clean();
        bool has_room = _i == FIXTURE_BLUE_GREEN * SIZE_COUNT + 2;
        ck_assert(!has_room || draw_list_hash(&bench.list) != before);
        for (int kind = SIM_PLACE_GROUP; kind <= SIM_PLACE_INSTANCE; kind++) {
            scene->hover =
                (SceneTarget){.kind = SCENE_TARGET_PLACE, .place = {(SimPlaceKind)kind, 0}};
            scene_draw(scene, bench.layout, &bench.list);
            assert_clean();
        }
    }
}
END_TEST

/// Every record has a health check, of one kind after the other; every second one is unhealthy.
static void check(Fixture *it) {
    it->health_checks[0] = (SimViewHealthCheck){
        .name = "up", .type = "HTTP", .checkers = 16, .healthy_checkers = 3, .control = -1};
    it->health_checks[1] = (SimViewHealthCheck){.name = "enough",
                                                .type = "CALCULATED",
                                                .is_healthy = true,
                                                .children = 3,
                                                .healthy_children = 2,
                                                .children_needed = 2,
                                                .control = -1};
    it->health_checks[2] = (SimViewHealthCheck){.name = "switch", .type = "RECOVERY_CONTROL"};
    it->view.health_checks = it->health_checks;
    it->view.health_check_count = 3;
    for (int32_t i = 0; i < it->view.record_count; i++) {
        it->records[i].health_check = i % 3;
        it->records[i].is_healthy = i % 2 == 1;
        it->records[i].detail = "ap-south-1";
        it->records[i].is_judged = true;
    }
}

/// States that no fixture has by itself.
static void trouble(Fixture *it) {
    stick(false);
    check(it);
    for (int32_t i = 0; i < it->view.rule_count; i++)
        it->rules[i].sticky_duration = SIM_HOUR;
    it->nodes[0].held_clients = 1;
    it->zones[0].is_partitioned = true;
    it->resolvers[0].is_old = true;
    static const SimTargetState states[] = {SIM_TARGET_INITIAL, SIM_TARGET_UNUSED,
                                            SIM_TARGET_DRAINING, SIM_TARGET_UNHEALTHY};
    for (int32_t i = 0; i < it->view.target_count && i < 4; i++) {
        it->targets[i].state = states[i];
        it->targets[i].outstanding = 2;
    }
    if (it->view.group_count > 0) it->groups[0].draining = 1, it->groups[0].healthy = 1;
    static const SimMark marks[] = {SIM_MARK_DEPLOYMENT, SIM_MARK_COMMAND,  SIM_MARK_ROLLBACK,
                                    SIM_MARK_FAULT,      SIM_MARK_RECOVERY, SIM_MARK_HEALTH,
                                    SIM_MARK_ALARM,      SIM_MARK_SHIFT};
    it->scene.mark_count = sizeof marks / sizeof marks[0];
    for (int32_t i = 0; i < it->scene.mark_count; i++)
        it->marks[i] = (SceneMark){.time = it->view.duration * (i + 1) / 10, .mark = marks[i]};
}

/// States of balancers, links and zones that no fixture has by itself.
static void break_ways(Fixture *it) {
    for (int32_t i = 0; i < it->view.balancer_count; i++)
        it->balancers[i].state = i == 0 ? SIM_BALANCER_PROVISIONING : SIM_BALANCER_FAILED;
    for (int32_t i = 0; i < it->view.listener_count; i++) {
        it->listeners[i].is_https = true;
        it->listeners[i].tls_failed_total = 7;
        it->listeners[i].tls_failed_last = it->view.now - SIM_SECOND;
        it->listeners[i].tls_failure = "the client refused the certificate: it has expired";
    }
    it->regions[0].hurt_clients = 1;
    it->regions[0].hurt_added = 250 * SIM_MILLISECOND;
    it->regions[0].hurt_loss = 0.05;
    for (int32_t i = 0; i < it->view.zone_count; i++)
        it->zones[i].has_power = false;
    if (it->view.node_count == 0) return;
    it->scene.badge_count = 1;
    it->badges[0] = (SceneBadge){
        .place = {SIM_PLACE_NODE, 0}, .status = 503, .count = 141, .shape = SCENE_DOT_ERROR};
    it->nodes[0].reason_count = 1;
    it->nodes[0].reasons[0] = (SimViewReason){.status = 503, .count = 141};
    snprintf(it->nodes[0].reasons[0].text, sizeof it->nodes[0].reasons[0].text,
             "app has no registered target that this node may use");
}

/// Two Auto Scaling groups, one that grows and one that shrinks; the first is refreshed.
static void scale(Fixture *it) {
    for (int32_t i = 0; i < 2; i++)
        it->scaling_groups[i] =
            (SimViewScalingGroup){.name = "web",
                                  .min = 2,
                                  .desired = 5,
                                  .max = 8,
                                  .in_service = 3,
                                  .pending = 2,
                                  .terminating = i,
                                  .first_group = it->view.group_count > 0 ? 0 : -1};
    it->view.scaling_groups = it->scaling_groups;
    it->view.scaling_group_count = 2;
    for (int32_t i = 0; i < it->view.instance_count && i < 5; i++)
        it->instances[i].lifecycle = (SimLifecycle)(SIM_LIFECYCLE_PENDING + i);
    it->scaling_groups[0].warm_wanted = 2;
    it->scaling_groups[0].warmed = it->scaling_groups[0].warm_pending = 1;
    it->scaling_groups[1].warm_wanted = -1;
    if (it->view.instance_count > 5) {
        it->instances[5].lifecycle = SIM_LIFECYCLE_WARMED_STOPPED;
        it->instances[5].state = SIM_INSTANCE_STOPPED;
    }
    it->scaling_groups[0].refresh = SIM_REFRESH_IN_PROGRESS;
    it->scaling_groups[0].is_refreshing = true;
    it->scaling_groups[0].refresh_percent = 40;
    it->scaling_groups[0].refresh_left = 3;
    it->scaling_groups[1].refresh = SIM_REFRESH_ROLLBACK_SUCCESSFUL;
    for (int32_t i = 0; i < it->view.instance_count; i++)
        it->instances[i].is_new = i % 2 == 0, it->instances[i].is_old = i % 2 != 0;
}

/// Four alarms, of which one looks at others.
static void alarm(Fixture *it) {
    static const SimAlarmState states[] = {SIM_ALARM_OK, SIM_ALARM_INSUFFICIENT_DATA,
                                           SIM_ALARM_ALARM, SIM_ALARM_OK};
    static const char *const names[] = {"slow", "elb-502-of-a-long-name", "green-5xx", "both"};
    for (int32_t i = 0; i < 4; i++)
        it->alarms[i] = (SimViewAlarm){
            .name = names[i],
            .state = states[i],
            .since = SIM_MINUTE,
            .metric = i == 3 ? NULL : "HTTPCode_Target_5XX_Count",
            .dimensions = i == 3 ? NULL : "LoadBalancer=app/web/0123456789abcdef",
            .stat = "Sum",
            .comparison = ">=",
            .threshold = 60,
            .period = SIM_MINUTE,
            .datapoints_to_alarm = 2,
            .evaluation_periods = 3,
            .has_value = i != 1,
            .value = 1303.25,
            .reason = "Threshold Crossed: 2 out of the last 3 datapoints were greater than the "
                      "threshold, and this sentence is longer than a line of a note."};
    it->view.alarms = it->alarms;
    it->view.alarm_count = 4;
}

/// Whether the words of a mark stand in the frame.
static bool says(const char *words) {
    for (int i = 0; i < bench.list.command_count; i++) {
        const DrawCommand *it = &bench.list.commands[i];
        if (it->kind == DRAW_TEXT && strcmp(bench.list.chars + it->text_first, words) == 0)
            return true;
    }
    return false;
}

START_TEST(scaling_groups_say_what_is_wanted_and_what_there_is) {
    bench_set(_i);
    scale(bench.fixture);
    layout_update(bench.layout, &bench.fixture->view, bench.width, bench.height);
    scene_draw(&bench.fixture->scene, bench.layout, &bench.list);
    assert_clean();
    if (_i / SIZE_COUNT == FIXTURE_BLUE_GREEN && bench.width >= 1600)
        ck_assert(says("desired") && says("InProgress 40 %, 3 left") && says("1 of 2, 1 coming"));
}
END_TEST

static uint64_t marks_of_all_frames(void) {
    uint64_t seen = 0;
    for (int i = 0; i < CASE_COUNT; i++) {
        bench_set(i);
        seen |= bench.list.marks;
        trouble(bench.fixture);
        scale(bench.fixture);
        layout_update(bench.layout, &bench.fixture->view, bench.width, bench.height);
        scene_draw(&bench.fixture->scene, bench.layout, &bench.list);
        seen |= bench.list.marks;
        break_ways(bench.fixture);
        scene_draw(&bench.fixture->scene, bench.layout, &bench.list);
        seen |= bench.list.marks;
    }
    return seen;
}

START_TEST(every_mark_that_is_drawn_is_named_in_the_help_and_no_other) {
    uint64_t seen = marks_of_all_frames();
    bench.fixture->scene.overlay = SCENE_OVERLAY_HELP;
    scene_draw(&bench.fixture->scene, bench.layout, &bench.list);
    for (int name = 0; name < MARK_COUNT; name++) {
        const char *words = part_mark_word((MarkName)name);
        bool is_drawn = seen >> name & 1u;
        ck_assert_msg(!is_drawn || words != NULL, "mark %d is drawn and has no words", name);
        ck_assert_msg(is_drawn || words == NULL, "\"%s\" is named and never drawn", words);
        ck_assert_msg(words == NULL || says(words), "the help does not say \"%s\"", words);
    }
}
END_TEST

START_TEST(alarms_say_their_state_and_their_values_and_can_be_asked) {
    bench_set(_i);
    alarm(bench.fixture);
    Scene *scene = &bench.fixture->scene;
    layout_update(bench.layout, scene->view, bench.width, bench.height);
    scene_draw(scene, bench.layout, &bench.list);
    assert_clean();
    int32_t shown = layout_alarms_shown(bench.layout, scene->view);
    if (_i / SIZE_COUNT == FIXTURE_BLUE_GREEN && bench.width >= 1600) {
        ck_assert_int_eq(shown, bench.height >= 1000 ? 4 : 3);
        ck_assert(says("ALARM") && says("1 in ALARM") && says("OK"));
        ck_assert(says("INSUFFICIENT_DATA") || says("no data"));
        ck_assert(says("1303.25, alarm >= 60") || says("1.3e+03, alarm >= 60"));
        ck_assert_int_eq(layout_alarm_of(scene->view, 0), 2);
    }
    for (int32_t i = 0; i < shown; i++) {
        DrawRect box = layout_alarm(bench.layout, scene->view, i);
        SceneTarget hit = layout_hit(bench.layout, scene, rect_middle_x(box), rect_middle_y(box));
        ck_assert_int_eq(hit.kind, SCENE_TARGET_ALARM);
        scene->hover = hit;
        scene->hover_x = rect_middle_x(box), scene->hover_y = rect_middle_y(box);
        scene_draw(scene, bench.layout, &bench.list);
        ck_assert(says("because") &&
                  says(sim_alarm_state_name(scene->view->alarms[hit.index].state)));
        assert_clean();
    }
}
END_TEST

START_TEST(health_checks_of_records_say_how_many_checkers_agree) {
    bench_set(_i);
    check(bench.fixture);
    Scene *scene = &bench.fixture->scene;
    for (int32_t i = 0; i < scene->view->record_count; i++) {
        scene->hover = (SceneTarget){.kind = SCENE_TARGET_PLACE, .place = {SIM_PLACE_ROUTE53, i}};
        scene_draw(scene, bench.layout, &bench.list);
        assert_clean();
    }
    if (_i / SIZE_COUNT == FIXTURE_BLUE_GREEN && bench.width >= 1280) ck_assert(says("3/16"));
}
END_TEST

/// The first record leads to an accelerator in front of all balancers, a region each.
static void accelerate(Fixture *it) {
    static SimViewAccelerator accelerator = {.name = "front",
                                             .addresses = {0x4B020102, 0x63530304}};
    static SimViewEndpointGroup groups[2];
    static SimViewEndpoint endpoints[2];
    int32_t count = it->view.balancer_count < 2 ? it->view.balancer_count : 2;
    for (int32_t i = 0; i < count; i++) {
        groups[i] = (SimViewEndpointGroup){.region = it->balancers[i].region,
                                           .port = 443,
                                           .dial = i == 0 ? 100 : 12.5,
                                           .is_able = i == 0,
                                           .first_endpoint = i,
                                           .endpoint_count = 1,
                                           .healthy = i == 0,
                                           .flows = 12345,
                                           .new_flows_total = 123456789};
        endpoints[i] = (SimViewEndpoint){
            .group = i, .balancer = i, .instance = -1, .weight = 128, .is_healthy = i == 0};
    }
    accelerator.group_count = count;
    it->view.accelerators = &accelerator, it->view.accelerator_count = 1;
    it->view.endpoint_groups = groups, it->view.endpoint_group_count = count;
    it->view.endpoints = endpoints, it->view.endpoint_count = count;
    for (int32_t i = 1; i < it->view.record_count; i++)
        it->records[i].accelerator = -1;
    it->records[0].balancer = it->records[0].instance = -1;
    it->records[0].accelerator = 0;
}

START_TEST(an_accelerator_is_named_with_its_regions_and_their_health) {
    bench_set(_i);
    if (bench.fixture->view.record_count == 0 || bench.fixture->view.balancer_count == 0) return;
    accelerate(bench.fixture);
    layout_update(bench.layout, &bench.fixture->view, bench.width, bench.height);
    Scene *scene = &bench.fixture->scene;
    scene->hover = (SceneTarget){.kind = SCENE_TARGET_PLACE, .place = {SIM_PLACE_ROUTE53, 0}};
    scene_draw(scene, bench.layout, &bench.list);
    assert_clean();
    if (_i / SIZE_COUNT == FIXTURE_BLUE_GREEN && bench.width >= 1280)
        ck_assert(says("Global Accelerator") && says("1/1") && says("ActiveFlowCount"));
}
END_TEST

START_TEST(where_not_all_fit_what_is_in_trouble_comes_first) {
    enum { MANY = 60, LAST = MANY - 1 };
    static SimViewClient clients[MANY];
    static SimViewResolver resolvers[MANY];
    static SimViewRecord records[MANY];
    static SimViewHealthCheck checks[MANY];
    static char names[MANY][16];
    bench_set(FIXTURE_BLUE_GREEN * SIZE_COUNT + SIZE_COUNT - 1);
    SimView *view = &bench.fixture->view;
    for (int32_t i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "n%d.example.com", i / 2);
        clients[i] = view->clients[0], resolvers[i] = view->resolvers[0];
        clients[i].resolver_count = i == LAST ? MANY : 0, clients[i].first_resolver = 0;
        clients[i].hurt_region = i == LAST ? 0 : -1, clients[i].failed_total = 0;
        resolvers[i].client = LAST;
        resolvers[i].has_answer = true, resolvers[i].record = 0, resolvers[i].is_old = i == LAST;
        records[i] = view->records[0], records[i].name = names[i];
        records[i].is_judged = true, records[i].is_healthy = i != LAST;
        checks[i] = (SimViewHealthCheck){.name = names[i], .type = "HTTP", .is_healthy = i != LAST};
    }
    view->clients = clients, view->client_count = MANY;
    view->resolvers = resolvers, view->resolver_count = MANY;
    view->records = records, view->record_count = MANY;
    view->health_checks = checks, view->health_check_count = MANY;
    layout_update(bench.layout, view, bench.width, bench.height);
    ck_assert_int_gt(bench.layout->clients_hidden, 0);
    ck_assert_int_eq(bench.layout->client_order[0], LAST);
    ck_assert_int_gt(bench.layout->records_hidden, 0);
    ck_assert(!bench.layout->record[LAST].is_hidden && bench.layout->record[LAST - 2].is_hidden);
    ck_assert_msg(!bench.layout->record[LAST - 1].is_hidden, "the other record of its name is");
    ck_assert(bench.layout->record[LAST].card.y < bench.layout->record[LAST - 1].card.y);
    ck_assert_int_eq(layout_check_of(bench.layout, view, 0), LAST);
    clients[LAST].hurt_region = -1, view->client_count = 1;
    clients[0] = clients[LAST];
    for (int32_t i = 0; i < MANY; i++)
        resolvers[i].client = 0;
    layout_update(bench.layout, view, bench.width, bench.height);
    ck_assert(bench.layout->resolver_hidden[LAST - 1] && !bench.layout->resolver_hidden[LAST]);
}
END_TEST

START_TEST(the_title_in_full_is_where_the_mouse_asks_for_it) {
    bench_set(_i);
    Scene *scene = &bench.fixture->scene;
    scene->hover = layout_hit(bench.layout, scene, 40, 20);
    ck_assert_int_eq(scene->hover.kind, SCENE_TARGET_TITLE);
    scene_draw(scene, bench.layout, &bench.list);
    ck_assert(says(bench.fixture->info.title));
    assert_clean();
}
END_TEST

START_TEST(the_legend_names_rare_marks_of_its_own_frame) {
    bench_set(FIXTURE_BLUE_GREEN * SIZE_COUNT + 2);
    ck_assert(!says(part_mark_word(MARK_STOP)) && !says(part_mark_word(MARK_PIN)));
    trouble(bench.fixture);
    scene_draw(&bench.fixture->scene, bench.layout, &bench.list);
    const MarkName rare[] = {MARK_STOP, MARK_PIN, MARK_ANOMALOUS, MARK_WARNING};
    for (size_t i = 0; i < sizeof rare / sizeof rare[0]; i++)
        ck_assert_msg(says(part_mark_word(rare[i])), "the legend does not say \"%s\"",
                      part_mark_word(rare[i]));
    assert_clean();
}
END_TEST

/// The fixture's charts as widgets of a dashboard, every kind of them, two pages full.
static void make_widgets(Fixture *it) {
    static const SimWidgetMark levels[] = {{.value = 1, .label = "objective", .fill = 1}};
    static const SimWidgetMark moments[] = {{.at = SIM_MINUTE, .label = "release", .fill = 2}};
    static const int32_t alarms[] = {0, 1, 2, 3};
    static const SimWidgetView views[] = {SIM_WIDGET_LINES, SIM_WIDGET_NUMBER, SIM_WIDGET_GAUGE,
                                          SIM_WIDGET_BARS,  SIM_WIDGET_ALARMS, SIM_WIDGET_LINES,
                                          SIM_WIDGET_TEXT};
    for (int32_t i = 0; i < it->scene.chart_count && i < 7; i++) {
        SceneChart *chart = &it->charts[i];
        chart->is_widget = true;
        chart->widget =
            (SimWidget){.view = views[i],
                        .is_stacked = i == 5,
                        .has_sparkline = true,
                        .x = 6 * (i % 4),
                        .y = i < 4 ? 0 : 6,
                        .width = 6,
                        .height = i % 2 == 0 ? 6 : 3,
                        .title = chart->title,
                        .markdown = "# A heading of some length that may not fit\nWords, "
                                    "and then more words, until a line is full and the "
                                    "next begins.\n\n- one\n- two, which is longer",
                        .period = SIM_MINUTE,
                        .left = {true, true, 0, 12},
                        .horizontals = levels,
                        .horizontal_count = 1,
                        .verticals = moments,
                        .vertical_count = views[i] == SIM_WIDGET_LINES,
                        .alarms = alarms,
                        .alarm_count = 4,
                        .line_count = chart->series_count};
        for (int32_t s = 0; s < chart->series_count; s++) {
            chart->series[s].has_number = true;
            chart->series[s].number = 1234567.5 / (s + 1);
            chart->series[s].is_right = i == 0 && s == 1;
        }
    }
}

START_TEST(widgets_of_a_dashboard_stand_on_its_grid_and_fit) {
    bench_set(_i);
    Scene *scene = &bench.fixture->scene;
    alarm(bench.fixture);
    make_widgets(bench.fixture);
    layout_update(bench.layout, scene->view, bench.width, bench.height);
    int32_t pages = layout_panel_pages(bench.layout, scene), shown = 0;
    for (scene->chart_page = 0; scene->chart_page < pages; scene->chart_page++) {
        scene_draw(scene, bench.layout, &bench.list);
        assert_clean();
        for (int32_t i = 0; i < scene->chart_count; i++) {
            DrawRect rect = layout_panel(bench.layout, scene, i);
            shown += rect.w > 0;
            if (rect.w <= 0) continue;
            SceneTarget hit =
                layout_hit(bench.layout, scene, rect_middle_x(rect), rect_middle_y(rect));
            ck_assert_int_eq(hit.kind, SCENE_TARGET_CHART);
            ck_assert_int_eq(hit.index, i);
        }
        if (scene->chart_page == 0 && bench.width >= 1600 && scene->chart_count >= 3)
            ck_assert(says("objective") && says("release"));
    }
    ck_assert_int_eq(shown, scene->chart_count);
}
END_TEST

START_TEST(broken_ways_have_marks_and_words_and_fit) {
    bench_set(_i);
    break_ways(bench.fixture);
    Scene *scene = &bench.fixture->scene;
    scene_draw(scene, bench.layout, &bench.list);
    assert_clean();
    const MarkName marks[] = {MARK_TLS, MARK_OWN_CODE, MARK_LINK, MARK_NO_POWER, MARK_SETUP};
    bool is_large = _i / SIZE_COUNT == FIXTURE_BLUE_GREEN && bench.width >= 1600;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0] && is_large; i++)
        ck_assert_msg(bench.list.marks >> marks[i] & 1u, "no \"%s\"", part_mark_word(marks[i]));
    if (is_large) {
        ck_assert(says("NO POWER") && says("link +250 ms, 5% lost") && says("ELB"));
        ck_assert(says(part_mark_word(MARK_TLS)) && says(part_mark_word(MARK_LINK)));
    }
    bench.fixture->zones[0].has_power = true;
    scene_draw(scene, bench.layout, &bench.list);
    if (is_large) ck_assert(says("provisioning"));
}
END_TEST

START_TEST(the_mouse_is_told_why_a_node_answers_by_itself_and_handshakes_fail) {
    bench_set(FIXTURE_BLUE_GREEN * SIZE_COUNT + 2);
    break_ways(bench.fixture);
    Scene *scene = &bench.fixture->scene;
    DrawRect listener = bench.layout->listener[0], zone = bench.layout->zone[0];
    scene->hover = layout_hit(bench.layout, scene, listener.x + 20, rect_middle_y(listener));
    ck_assert_int_eq(scene->hover.kind, SCENE_TARGET_LISTENER);
    scene_draw(scene, bench.layout, &bench.list);
    ck_assert(says("the client refused the certificate: it has expired"));
    scene->hover = (SceneTarget){.kind = SCENE_TARGET_PLACE, .place = {SIM_PLACE_NODE, 0}};
    scene_draw(scene, bench.layout, &bench.list);
    ck_assert(says("503, 141 times") &&
              says("app has no registered target that this node may use"));
    scene->hover = layout_hit(bench.layout, scene, rect_middle_x(zone), rect_bottom(zone) - 3);
    ck_assert_int_eq(scene->hover.kind, SCENE_TARGET_ZONE);
    scene_draw(scene, bench.layout, &bench.list);
    ck_assert(says("links to the region") && says("+250 ms, 5% lost"));
}
END_TEST

START_TEST(a_target_shifted_away_from_is_crossed_out_and_fits) {
    bench_set(_i);
    uint64_t before = draw_list_hash(&bench.list);
    for (int32_t i = 0; i < bench.fixture->view.target_count; i++)
        bench.fixture->targets[i].override = "zonal_shift_active";
    scene_draw(&bench.fixture->scene, bench.layout, &bench.list);
    assert_clean();
    bool has_room = _i == FIXTURE_BLUE_GREEN * SIZE_COUNT + 2;
    ck_assert(!has_room || draw_list_hash(&bench.list) != before);
}
END_TEST

START_TEST(frames_after_the_first_need_no_more_memory) {
    bench_set(FIXTURE_THOUSAND * SIZE_COUNT + 2);
    const DrawList held = bench.list;
    int32_t capacities[24];
    for (int i = 0; i < 24; i++)
        capacities[i] = bench.layout->arrays[i].capacity;
    for (int i = 0; i < 5; i++) {
        layout_update(bench.layout, &bench.fixture->view, bench.width, bench.height);
        scene_draw(&bench.fixture->scene, bench.layout, &bench.list);
    }
    ck_assert(bench.list.commands == held.commands && bench.list.points == held.points &&
              bench.list.chars == held.chars);
    ck_assert_int_eq(bench.list.command_capacity, held.command_capacity);
    for (int i = 0; i < 24; i++)
        ck_assert_int_eq(bench.layout->arrays[i].capacity, capacities[i]);
}
END_TEST

START_TEST(only_sprites_lie_in_the_layer_of_dots) {
    bench_set(_i);
    int dots = 0;
    for (int i = 0; i < bench.list.command_count; i++)
        if (bench.list.commands[i].layer == LAYER_DOTS) {
            ck_assert_int_eq(bench.list.commands[i].kind, DRAW_SPRITE);
            dots++;
        }
    ck_assert_int_ge(dots, bench.fixture->scene.dot_count);
}
END_TEST

START_TEST(waiting_dots_rest_in_their_tile) {
    bench_set(_i);
    for (int32_t i = 0; i < bench.fixture->view.instance_count; i++)
        for (int n = 0; n < 20; n++) {
            DrawRect tile = bench.layout->instance[i];
            ScenePoint queued =
                           layout_rest(bench.layout, (SimPlace){SIM_PLACE_INSTANCE, i}, true, n),
                       served =
                           layout_rest(bench.layout, (SimPlace){SIM_PLACE_INSTANCE, i}, false, n);
            ck_assert(queued.x >= tile.x && queued.x <= rect_right(tile) && queued.y >= tile.y &&
                      queued.y <= rect_bottom(tile));
            ck_assert(served.x >= tile.x && served.x <= rect_right(tile) && served.y >= tile.y &&
                      served.y <= rect_bottom(tile));
        }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("scene");
    TCase *drawn = tcase_create("drawn"), *laid = tcase_create("laid");
    tcase_add_checked_fixture(drawn, bench_make, bench_end);
    tcase_add_checked_fixture(laid, bench_make, bench_end);
    tcase_set_timeout(drawn, 60);
    tcase_set_timeout(laid, 60);
    tcase_add_loop_test(drawn, every_text_of_a_frame_fits_its_place, 0, CASE_COUNT);
    tcase_add_loop_test(drawn, overlays_and_notes_fit_every_window, 0, CASE_COUNT);
    tcase_add_test(drawn, other_pages_of_charts_are_drawn_and_hit);
    tcase_add_loop_test(drawn, drawing_twice_gives_the_same_picture, 0, CASE_COUNT);
    tcase_add_test(drawn, what_the_view_says_is_in_the_picture);
    tcase_add_loop_test(drawn, stickiness_and_target_weights_show_and_fit, 0, CASE_COUNT);
    tcase_add_test(drawn, every_mark_that_is_drawn_is_named_in_the_help_and_no_other);
    tcase_add_test(drawn, the_legend_names_rare_marks_of_its_own_frame);
    tcase_add_loop_test(drawn, widgets_of_a_dashboard_stand_on_its_grid_and_fit, 0, CASE_COUNT);
    tcase_add_loop_test(drawn, broken_ways_have_marks_and_words_and_fit, 0, CASE_COUNT);
    tcase_add_test(drawn, the_mouse_is_told_why_a_node_answers_by_itself_and_handshakes_fail);
    tcase_add_loop_test(drawn, a_target_shifted_away_from_is_crossed_out_and_fits, 0, CASE_COUNT);
    tcase_add_loop_test(drawn, alarms_say_their_state_and_their_values_and_can_be_asked, 0,
                        CASE_COUNT);
    tcase_add_loop_test(drawn, an_accelerator_is_named_with_its_regions_and_their_health, 0,
                        CASE_COUNT);
    tcase_add_loop_test(drawn, health_checks_of_records_say_how_many_checkers_agree, 0, CASE_COUNT);
    tcase_add_loop_test(drawn, scaling_groups_say_what_is_wanted_and_what_there_is, 0, CASE_COUNT);
    tcase_add_loop_test(drawn, the_title_in_full_is_where_the_mouse_asks_for_it, 0, CASE_COUNT);
    tcase_add_test(drawn, frames_after_the_first_need_no_more_memory);
    tcase_add_loop_test(drawn, only_sprites_lie_in_the_layer_of_dots, 0, CASE_COUNT);
    tcase_add_loop_test(laid, a_hit_in_a_place_returns_it, 0, CASE_COUNT);
    tcase_add_loop_test(laid, instances_stand_apart_and_within_their_zone, 0, CASE_COUNT);
    tcase_add_loop_test(laid, a_hit_on_a_key_or_the_timeline_says_which, 0, CASE_COUNT);
    tcase_add_loop_test(laid, there_is_a_way_between_the_places_of_a_request, 0, CASE_COUNT);
    tcase_add_loop_test(laid, the_way_to_a_server_alone_meets_no_balancer, 0, SIZE_COUNT - 1);
    tcase_add_test(laid, a_place_off_the_map_has_no_way);
    tcase_add_test(laid, where_not_all_fit_what_is_in_trouble_comes_first);
    tcase_add_loop_test(laid, the_focus_visits_everything_once_and_comes_round, 0,
                        FIXTURE_KIND_COUNT);
    tcase_add_test(laid, arrows_move_the_focus_their_way);
    tcase_add_loop_test(laid, waiting_dots_rest_in_their_tile, 0, CASE_COUNT);
    suite_add_tcase(suite, drawn);
    suite_add_tcase(suite, laid);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}
