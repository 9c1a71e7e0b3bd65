// Facts about warm pools of Auto Scaling groups.
#include "facts/table.h"

#define ASG   "autoscaling/ec2/userguide/"
#define POOLS ASG "ec2-auto-scaling-warm-pools"
#define CYCLE ASG "warm-pool-instance-lifecycle"

// clang-format off
static const SimFact rows[] = {
    FACT("ASG-760", "A scale-out takes instances from the warm pool first.", POOLS, DOCUMENTED, "a_scale_out_takes_from_the_pool_first"),
    FACT("ASG-761", "As many wait in a warm pool as the group's largest capacity leaves beside the desired one.", POOLS, DOCUMENTED, "a_pool_has_what_the_largest_capacity_leaves"),
    FACT("ASG-762", "A largest prepared capacity takes the place of the largest capacity in that.", POOLS, DOCUMENTED, "a_pool_can_be_smaller_or_have_a_least_size"),
    FACT("ASG-763", "A pool can be given a least size, which it keeps at any desired capacity.", POOLS, DOCUMENTED, "a_pool_can_be_smaller_or_have_a_least_size"),
    FACT("ASG-764", "Instances wait stopped unless the pool says otherwise.", "autoscaling API: PutWarmPool", DOCUMENTED, "instances_wait_stopped_unless_said"),
    FACT("ASG-765", "With reuse on scale-in, instances return to the pool instead of being terminated.", "autoscaling API: InstanceReusePolicy", DOCUMENTED, "what_scales_in_can_return_to_the_pool"),
    FACT("ASG-766", "A hook at launch holds an instance in Warmed:Pending:Wait before it waits in the pool.", CYCLE, DOCUMENTED, "a_hook_holds_an_instance_until_it_is_prepared"),
    FACT("ASG-767", "What an instance installed at its first boot it does not install again when it is started.", CYCLE, DOCUMENTED, "a_start_installs_nothing_again"),
    FACT("ASG-768", "An instance that is stopped before its user data is done never does the rest: it comes into service and does not serve.", CYCLE, DOCUMENTED, "what_is_cut_off_is_not_done_again"),
    FACT("ASG-769", "A hibernated instance goes on where it was.", POOLS, DOCUMENTED, "hibernated_instances_go_on_where_they_were"),
    FACT("ASG-770", "An instance that waits running is in service at once.", POOLS, DOCUMENTED, "running_instances_serve_at_once"),
    FACT("ASG-771", "An instance can complete its hook itself, as the last line of its user data does.", ASG "completing-lifecycle-hooks", DOCUMENTED, "a_hook_holds_an_instance_until_it_is_prepared"),
    FACT("ASG-772", "When the pool is empty, instances are launched directly into the group.", POOLS, DOCUMENTED, "an_empty_pool_means_cold_launches"),
    FACT("ASG-773", "In a zone without capacity no instance of the pool can be started.", POOLS, DOCUMENTED, "nothing_starts_in_a_zone_without_capacity"),
    FACT("ASG-774", "While a refresh goes on, instances of the pool that it has still to replace are not started.", POOLS, INFERRED, "a_refresh_takes_no_stale_instance_from_the_pool"),
    FACT("ASG-775", "An instance of the pool that does not exist any more is replaced there.", ASG "warm-pools-health-checks-monitor-view-status", DOCUMENTED, "an_instance_that_dies_in_the_pool_is_replaced"),
    FACT("ASG-776", "An instance refresh replaces the instances of the pool after those in service.", POOLS, DOCUMENTED, "a_refresh_replaces_the_pool_last"),
    FACT("ASG-778", "A group with a warm pool reports WarmPool and GroupAndWarmPool metrics.", ASG "ec2-auto-scaling-metrics", DOCUMENTED, "a_pool_has_metrics_of_its_own"),
    FACT("ASG-779", "A hook at termination holds an instance that returns to the pool, in Warmed:Pending:Wait.", CYCLE, DOCUMENTED, "a_hook_holds_what_returns_to_the_pool"),
    LEFT_OUT("ASG-781", "Groups with mixed instances or Spot have no warm pool.", POOLS, "there are no mixed instances and no Spot"),
    LEFT_OUT("ASG-782", "Hibernation has to be enabled in the launch template, and needs an encrypted root volume.", ASG "create-warm-pool", "instances have no volumes"),
    FACT("ASG-783", "A stopped instance runs as long after its start as a launched one after its launch.", "", MODEL, "a_start_installs_nothing_again"),
    LEFT_OUT("ASG-784", "Stopped instances cost their volumes only, running ones the whole.", POOLS, "instances have no price"),
    FACT("ASG-785", "What is launched before another instance goes comes from the warm pool too, where one waits in that zone; a refresh takes none that it has still to replace.", POOLS, INFERRED, "what_is_launched_first_comes_from_the_pool"),
    FACT("ASG-787", "An instance that leaves the warm pool warms up, and has its grace period, from then on.", POOLS, DOCUMENTED, "what_leaves_the_pool_warms_up"),
};
// clang-format on

const FactTable facts_warm_pools = FACT_TABLE("Warm pools", rows);
