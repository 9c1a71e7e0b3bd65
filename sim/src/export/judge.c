// An expectation is a whole-span question to a collector and a comparison. What cannot be asked at
// all (no such metric, no such statistic) is a failure that says so, for an expectation that never
// looks at anything would pass for ever. What is built while the world runs is asked when it is
// there.
#include "sim/export.h"

#include "engine/alloc.h"
#include "engine/array.h"

#include <stdio.h>
#include <string.h>

struct SimJudge {
    SimScenario *scenario;
    SimCollector *collector;
    ARRAY_OF(int32_t) questions; ///< one an expectation; or why there is none
    int32_t series_count;        ///< known when they were asked
};

enum { NO_SERIES = -1, NO_STATISTIC = -2 };

static int32_t ask(SimJudge *judge, int32_t series, const SimScenarioExpect *expect) {
    if (series < 0) return NO_SERIES;
    if (!sim_stat_is_known(expect->stat)) return NO_STATISTIC;
    return sim_collector_add(judge->collector, series, expect->stat, 0, expect->from, expect->to);
}

SimJudge *sim_judge_create(const SimWorld *world) {
    SimJudge *judge = alloc_zeroed(1, sizeof *judge);
    judge->scenario = sim_scenario_retain(sim_world_scenario(world));
    judge->collector = sim_collector_create(world);
    int32_t count = sim_scenario_info(judge->scenario)->expect_count;
    for (int32_t i = 0; i < count; i++) {
        SimScenarioExpect expect = sim_scenario_expect(judge->scenario, i);
        int32_t series =
            sim_series_find(world, expect.namespace_, expect.metric, expect.dimensions);
        *array_push(&judge->questions) = ask(judge, series, &expect);
    }
    judge->series_count = sim_series_count(world);
    return judge;
}

void sim_judge_destroy(SimJudge *judge) {
    if (judge == NULL) return;
    sim_collector_destroy(judge->collector);
    sim_scenario_release(judge->scenario);
    array_deinit(&judge->questions);
    alloc_free(judge);
}

static void ask_again(SimJudge *judge, const SimPeriod *period) {
    judge->series_count = period->series_count;
    for (int32_t i = 0; i < judge->questions.count; i++) {
        if (judge->questions.items[i] != NO_SERIES) continue;
        SimScenarioExpect expect = sim_scenario_expect(judge->scenario, i);
        int32_t series =
            sim_period_series_find(period, expect.namespace_, expect.metric, expect.dimensions);
        judge->questions.items[i] = ask(judge, series, &expect);
    }
}

void sim_judge_period(SimJudge *judge, const SimPeriod *period) {
    sim_collector_learn(judge->collector, period);
    if (period->series_count > judge->series_count) ask_again(judge, period);
    sim_collector_period(judge->collector, period);
}

static int describe(const SimScenarioExpect *expect, char *text, size_t size) {
    const char *dimensions = expect->dimensions == NULL ? "" : expect->dimensions;
    int length = snprintf(text, size, "%s of %s {%s}", expect->stat, expect->metric, dimensions);
    return length < (int)size ? length : (int)size - 1;
}

static SimVerdict refuse(SimVerdict verdict, int length, const char *reason) {
    snprintf(verdict.text + length, sizeof verdict.text - (size_t)length, "%s", reason);
    return verdict;
}

SimVerdict sim_judge_verdict(const SimJudge *judge, int32_t expectation) {
    SIM_ASSERT(expectation >= 0 && expectation < judge->questions.count);
    SimScenarioExpect expect = sim_scenario_expect(judge->scenario, expectation);
    int32_t question = judge->questions.items[expectation];
    SimVerdict verdict = {0};
    int length = describe(&expect, verdict.text, sizeof verdict.text);
    if (question == NO_SERIES)
        return refuse(verdict, length, ": there is no such metric with these dimensions");
    if (question == NO_STATISTIC) return refuse(verdict, length, ": there is no such statistic");
    verdict.has_data = sim_collector_value(judge->collector, question, &verdict.value);
    if (!verdict.has_data) return refuse(verdict, length, ": no data");
    verdict.holds = sim_scenario_expect_holds(judge->scenario, expectation, verdict.value);
    snprintf(verdict.text + length, sizeof verdict.text - (size_t)length, " is %.9g, expected %s",
             verdict.value, expect.is);
    return verdict;
}
