// Facts about CloudWatch.
// Numbers 100-199: the data model. 200-299: statistics and metric math. 300-399: alarms. 400-499:
// dashboards.
#include "facts/table.h"

#define CW        "AmazonCloudWatch/latest/monitoring/"
#define CONCEPTS  CW "cloudwatch_concepts"
#define EVALUATES CW "alarm-evaluation"
#define ALARMS    CW "AlarmThatSendsEmail"
#define BODY      "AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure"
#define PUT_ALARM "AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm"

// clang-format off
static const SimFact rows[] = {
    // The data model
    FACT("CW-102", "A datapoint can be seen a minute after its period's end and up to another minute later.", "", MODEL, "datapoints_appear_one_to_two_minutes_late"),
    FACT("CW-103", "CloudWatch has a datapoint of an instance every five minutes, with detailed monitoring every minute.", "AWSEC2/latest/UserGuide/using-cloudwatch-new", DOCUMENTED, "basic_monitoring_has_a_point_every_five_minutes"),
    FACT("CW-104", "A datapoint bears the time at which its period begins.", CONCEPTS, DOCUMENTED, "the_reason_names_points_and_threshold"),
    FACT("CW-105", "A metric of standard resolution has one datapoint a minute, so shorter periods of an alarm find none most of the time.", PUT_ALARM, MEMORY, "a_short_period_on_a_standard_metric_finds_a_point_a_minute"),
    FACT("CW-106", "A run that begins steady finds its alarms OK, or without data where their first evaluation finds none.", "", MODEL, "a_steady_run_begins_with_quiet_alarms"),
    FACT("CW-107", "An alarm sees metrics of its own region only.", CONCEPTS, MEMORY, "an_alarm_sees_its_own_region_only"),
    LEFT_OUT("CW-110", "Datapoints of periods below a minute are kept for 3 hours, of a minute for 15 days, of 5 minutes for 63 days, of an hour for 455 days.", CONCEPTS, "a run is shorter than what would be rolled up"),
    LEFT_OUT("CW-111", "Datapoints are taken with timestamps from two weeks back to two hours ahead.", CONCEPTS, "the model publishes its own metrics, all of them in time"),
    LEFT_OUT("CW-112", "A new metric can take 15 minutes to be listed.", CW "publishingMetrics", "nobody lists metrics here"),
    LEFT_OUT("CW-113", "A metric of one's own has up to 30 dimensions, and may be of high resolution.", CONCEPTS, "the model publishes its own metrics; those of Albatross are of high resolution"),
    // Statistics and metric math
    FACT("CW-201", "Of the bounds of trimmed statistics the lower one is left out and the upper one counts.", CW "Statistics-definitions", DOCUMENTED, "the_lower_bound_is_left_out_and_the_upper_one_counts"),
    FACT("CW-202", "TM is the mean of the samples within bounds; tm99 is that of the lowest 99 %.", CW "Statistics-definitions", DOCUMENTED, "a_trimmed_mean_leaves_the_slowest_out"),
    FACT("CW-203", "WM is the mean with what lies outside the bounds set to the bounds.", CW "Statistics-definitions", DOCUMENTED, "a_winsorised_mean_moves_the_slowest_to_the_bound"),
    FACT("CW-204", "IQM is the mean of the middle half: TM(25%:75%).", CW "Statistics-definitions", DOCUMENTED, "the_interquartile_mean_is_of_the_middle_half"),
    FACT("CW-205", "PR is the share of samples in a range of values, in percent.", CW "Statistics-definitions", DOCUMENTED, "the_percentile_rank_is_a_share_of_samples"),
    FACT("CW-206", "TC and TS are the count and the sum of the samples within bounds.", CW "Statistics-definitions", DOCUMENTED, "trimmed_counts_and_sums_are_of_the_samples_within"),
    FACT("CW-207", "A percentile of several minutes is that of all their samples, and no mean of the minutes' percentiles.", CW "Statistics-definitions", INFERRED, "a_percentile_of_minutes_is_of_all_their_samples"),
    LEFT_OUT("CW-210", "CloudWatch gives percentiles with up to ten decimals.", CW "Statistics-definitions", "four are taken here; histograms are exact to 1 %"),
    LEFT_OUT("CW-211", "Percentiles need raw samples, of which none is negative.", CW "Statistics-definitions", "every sample is recorded, and times are positive"),
    LEFT_OUT("CW-212", "Of RequestCountPerTarget only the Sum means something.", "application/load-balancer-cloudwatch-metrics", "other statistics are given too: of the seconds that a period has"),
    FACT("CW-220", "In arithmetic between two series a missing datapoint counts as 0 where the other has one.", CW "using-metric-math", DOCUMENTED, "missing_errors_are_no_errors_in_an_error_rate"),
    FACT("CW-221", "Where an expression divides by zero it has no datapoint.", CW "using-metric-math", DOCUMENTED, "an_error_rate_without_requests_has_no_point"),
    FACT("CW-222", "FILL puts a value where a series has none.", CW "using-metric-math", DOCUMENTED, "fill_makes_a_sparse_metric_dense"),
    FACT("CW-223", "IF takes its second value where the condition holds, its third elsewhere.", CW "using-metric-math", DOCUMENTED, "if_leaves_quiet_minutes_out_of_account"),
    FACT("CW-224", "RATE is the change from datapoint to datapoint by the second.", CW "using-metric-math", DOCUMENTED, "rate_is_a_change_by_the_second"),
    LEFT_OUT("CW-225", "Expressions know more functions: STDDEV, TIME_SERIES, DIFF, PERIOD, RUNNING_SUM, SORT and others.", CW "using-metric-math", "SUM, AVG, MIN, MAX, IF, FILL, RATE, METRICS and arithmetic are what common alarms use"),
    LEFT_OUT("CW-230", "SEARCH finds the series of an expression by a pattern.", CW "using-metric-math", "an alarm may not use it, and charts here name their series"),
    LEFT_OUT("CW-231", "An anomaly detection band is learnt from up to two weeks of a metric; an alarm may watch whether values leave it.", CW "CloudWatch_Anomaly_Detection", "a run has no two weeks behind it from which a model could learn"),
    // Alarms
    FACT("CW-301", "An alarm with a period of a minute or more is evaluated every minute, on windows that slide.", EVALUATES, DOCUMENTED, "windows_slide_by_the_minute"),
    FACT("CW-302", "An alarm with a period of 10, 20 or 30 s is evaluated every 10 s.", EVALUATES, DOCUMENTED, "a_short_period_is_evaluated_every_ten_seconds"),
    FACT("CW-303", "An alarm that looks back over more than a day is evaluated every hour.", EVALUATES, DOCUMENTED, "an_alarm_over_days_is_evaluated_hourly"),
    FACT("CW-304", "A new alarm is in INSUFFICIENT_DATA until it was evaluated.", ALARMS, DOCUMENTED, "a_new_alarm_has_insufficient_data"),
    FACT("CW-305", "An alarm goes off when M of its last N datapoints breach, adjacent or not.", ALARMS, DOCUMENTED, "breaching_points_need_not_be_adjacent"),
    FACT("CW-306", "Unless said, all N datapoints must breach.", PUT_ALARM, DOCUMENTED, "all_points_must_breach_unless_said"),
    FACT("CW-307", "GreaterThanThreshold is strict: a datapoint at the threshold does not breach.", PUT_ALARM, INFERRED, "a_point_at_the_threshold_is_not_greater"),
    FACT("CW-308", "Actions come with a change of state, not while a state lasts.", ALARMS, DOCUMENTED, "actions_come_once_with_the_change"),
    FACT("CW-309", "A state has up to five actions.", ALARMS, DOCUMENTED, "a_state_has_up_to_five_actions"),
    FACT("CW-310", "Without any datapoint, an alarm that treats missing data as missing goes to INSUFFICIENT_DATA.", ALARMS, DOCUMENTED, "missing_data_table_row_3"),
    FACT("CW-311", "Without any datapoint, an alarm that ignores missing data keeps its state.", ALARMS, DOCUMENTED, "missing_data_table_row_3"),
    FACT("CW-312", "Without any datapoint, an alarm that treats missing data as breaching goes off.", ALARMS, DOCUMENTED, "missing_data_table_row_3"),
    FACT("CW-313", "Without any datapoint, an alarm that treats missing data as not breaching is OK.", ALARMS, DOCUMENTED, "missing_data_table_row_3"),
    FACT("CW-314", "Missing data is treated as missing unless said.", ALARMS, DOCUMENTED, "missing_is_the_default_treatment"),
    FACT("CW-315", "While N datapoints are found it does not matter how missing data is treated.", ALARMS, DOCUMENTED, "with_enough_points_the_treatment_does_not_matter"),
    FACT("CW-316", "An alarm looks further back than N periods, so that older datapoints stand in for missing ones; here by two.", ALARMS, INFERRED, "missing_data_table_row_4"),
    FACT("CW-317", "With fewer than N datapoints, missing ones count as breaching where the alarm says so.", ALARMS, DOCUMENTED, "missing_data_table_row_8"),
    FACT("CW-318", "With fewer than N datapoints, missing ones count as not breaching where the alarm says so.", ALARMS, DOCUMENTED, "missing_data_table_row_10"),
    FACT("CW-319", "An alarm that treats missing data as missing goes off early when all datapoints found breach and the oldest is M periods old.", ALARMS, DOCUMENTED, "missing_data_table_row_10"),
    FACT("CW-320", "A percentile of fewer than 10 / (1 - p) samples leaves the state alone, where the alarm says so.", ALARMS, DOCUMENTED, "a_percentile_of_few_samples_is_ignored_where_asked"),
    LEFT_OUT("CW-322", "An alarm of one datapoint on a sparse count was seen to stay in ALARM for five to nine minutes after one bad minute.", "stackoverflow.com: questions/64045238", "how far an alarm looks back is not published; by two periods more it stays for four"),
    FACT("CW-323", "An alarm whose actions are disabled changes its state and does nothing else.", PUT_ALARM, DOCUMENTED, "disabled_actions_leave_the_state"),
    FACT("CW-330", "More datapoints to alarm than evaluation periods are refused.", PUT_ALARM, INFERRED, "more_points_than_periods_are_refused"),
    FACT("CW-331", "The period of an alarm is 10, 20 or 30 s or a multiple of 60 s; others are refused.", PUT_ALARM, DOCUMENTED, "an_odd_period_is_refused"),
    FACT("CW-332", "An alarm with a period below an hour looks back a day at most, others 7 days.", PUT_ALARM, MEMORY, "a_look_too_far_back_is_refused"),
    FACT("CW-333", "How few samples are treated is said of percentiles only.", PUT_ALARM, INFERRED, "few_samples_are_a_matter_of_percentiles"),
    FACT("CW-340", "A composite alarm is in ALARM while its rule over the states of other alarms holds, else OK.", CW "Create_Composite_Alarm", DOCUMENTED, "a_composite_follows_its_rule"),
    FACT("CW-341", "A composite alarm has no actions of EC2 or Auto Scaling; they are refused.", CW "Create_Composite_Alarm", DOCUMENTED, "a_composite_has_no_actions_of_ec2_or_auto_scaling"),
    FACT("CW-342", "A composite alarm names up to 100 alarms.", CW "Create_Composite_Alarm", DOCUMENTED, "a_composite_names_up_to_100_alarms"),
    FACT("CW-343", "While its suppressor is in ALARM a composite changes its state and holds its actions back.", CW "Create_Composite_Alarm", DOCUMENTED, "a_suppressor_holds_actions_back_and_not_states"),
    FACT("CW-344", "A composite's actions wait for its suppressor to go off, as long as the wait period.", CW "Create_Composite_Alarm", DOCUMENTED, "actions_wait_for_the_suppressor_to_go_off"),
    FACT("CW-345", "A composite's actions wait another while after its suppressor has left ALARM: the extension period.", CW "Create_Composite_Alarm", DOCUMENTED, "actions_wait_a_while_after_the_suppressor"),
    FACT("CW-350", "A state set by hand stays until the next evaluation.", "AmazonCloudWatch/latest/APIReference/API_SetAlarmState", DOCUMENTED, "a_state_set_by_hand_stays_until_the_next_evaluation"),
    FACT("CW-360", "A metric-math alarm looks at exactly one of its metrics and expressions.", PUT_ALARM, DOCUMENTED, "an_alarm_looks_at_exactly_one_part"),
    FACT("CW-361", "A metric-math alarm has up to 10 metrics.", CW "using-metric-math", DOCUMENTED, "an_alarm_has_up_to_ten_metrics"),
    FACT("CW-362", "An alarm's expression gives a series; a single number is refused.", PUT_ALARM, MEMORY, "an_alarm_needs_a_series"),
    LEFT_OUT("CW-370", "Alarms on metrics of AWS/DynamoDB always ignore missing data.", ALARMS, "no such metric is simulated"),
    LEFT_OUT("CW-371", "An alarm's history is kept for two weeks.", ALARMS, "a run's whole history is in events.csv"),
    LEFT_OUT("CW-372", "Windows may be aligned to the wall clock instead of sliding.", EVALUATES, "windows slide, as they do unless asked otherwise"),
    LEFT_OUT("CW-373", "An alarm tells beside its state whether it was evaluated on partial data or failed.", EVALUATES, "evaluations do not fail here"),
    // Dashboards
    FACT("CW-401", "A dashboard is a grid of 24 columns; no widget ends beyond the last of them.", BODY, DOCUMENTED, "a_widget_ends_within_the_24_columns"),
    FACT("CW-402", "A widget is six columns wide and six rows high unless its body says otherwise.", BODY, DOCUMENTED, "a_widget_is_six_by_six_unless_said"),
    FACT("CW-403", "A widget's datapoints cover 300 s unless it says another period.", BODY, DOCUMENTED, "a_widgets_period_is_five_minutes_unless_said"),
    FACT("CW-404", "Metrics of AWS's services have a datapoint a minute; a widget's shorter period shows no more of them.", CW "cloudwatch_concepts", DOCUMENTED, "a_widget_of_seconds_takes_metrics_of_high_resolution"),
    FACT("CW-405", "A gauge has a least and a largest value, which its body must give.", BODY, DOCUMENTED, "a_gauge_needs_both_ends_of_its_scale"),
    FACT("CW-406", "Unless live data is turned on, the newest datapoint, whose period is not over, is not drawn.", CW "graph_metrics", DOCUMENTED, "the_period_that_is_not_over_is_not_drawn"),
    LEFT_OUT("CW-407", "Widgets also show pies, tables of logs, and explorers that follow tags.", CW "create-and-work-with-widgets", "lines, stacked areas, numbers, gauges, bars, states of alarms and text are shown"),
    LEFT_OUT("CW-408", "A dashboard has up to 500 widgets, and a widget up to 500 metrics.", CW "cloudwatch_limits", "the window shows up to 24 widgets with four lines each"),
    FACT("CW-409", "A widget draws expressions over its metrics; what is not visible only serves them.", BODY, DOCUMENTED, "a_widget_draws_an_expression_over_metrics_that_it_hides"),
    LEFT_OUT("CW-410", "A widget's legend stands below, to the right or nowhere; a dashboard has ranges of time, local time and a refresh.", BODY, "legends stand below, and all charts share the run's time axis"),
    LEFT_OUT("CW-411", "Labels may hold values: ${AVG}, ${MAX}, ${LAST}.", CW "graph-dynamic-labels", "the newest values stand in a widget's head"),
    LEFT_OUT("CW-412", "The console has its colours, and GetMetricWidgetImage makes pictures of widgets.", CW "graph_metrics", "the window has colours that all can tell apart, and shot makes pictures"),
    FACT("CW-413", "A widget of type text shows Markdown and no metrics.", CW "create-and-work-with-widgets", DOCUMENTED, "a_widget_of_type_text_says_what_its_markdown_says"),
    LEFT_OUT("CW-420", "GetMetricData gives JSON, the newest datapoint first, and the console a table for spreadsheets.", "AmazonCloudWatch API: GetMetricDataOutput", "metrics.csv and metrics-wide.csv hold the same values"),
};
// clang-format on

const FactTable facts_cloudwatch = FACT_TABLE("CloudWatch", rows);
