// Power of two choices: two different routable members by chance, and of these the one with fewer
// requests in progress; when they tie, the first drawn, which is either with the same chance.
//
// Index: the routable members.
#include "balancing/algorithms.h"

#include "base/fact.h"

static int32_t pick(Choosers *choosers, Chooser *chooser, const ChooserRequest *request) {
    const int64_t *list = chooser_index(choosers, chooser);
    const ChooserMember *members = chooser_members(choosers, chooser);
    uint32_t count = (uint32_t)chooser->routable_count;
    if (count == 1) return (int32_t)list[0];
    uint32_t i = random_below(request->stream, count);
    uint32_t j = random_below(request->stream, count - 1);
    if (j >= i) j++;
    choosers->work += 2;
    int32_t a = (int32_t)list[i];
    int32_t b = (int32_t)list[j];
    return SIM_FACT("MODEL-308", members[b].outstanding < members[a].outstanding) ? b : a;
}

const Algorithm algorithm_power_of_two_choices = {
    .info = {.name = "power_of_two_choices",
             .title = "Power of two choices",
             .description = "Two healthy targets by chance, and of these the one with fewer "
                            "requests in progress."},
    .has_draws = true,
    .rebuild = chooser_index_routable,
    .pick = pick,
};
