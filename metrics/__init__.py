"""The catalogue: each metric declared once, computed by pure functions over columns."""

from metrics.ci import (
    build_success_rate,
    build_time,
    first_attempt_success_rate,
    flaky_tests,
    main_recovery_time,
    queue_time,
    test_pass_rate,
    test_time,
)
from metrics.delivery import cycle_time, lead_time, time_to_deploy
from metrics.deployments import (
    change_failure_rate,
    deploy_success_rate,
    deployment_frequency,
    pipeline_time,
    recovery_time,
    rework_rate,
)
from metrics.flow import abandon_rate, open_prs, pr_age, throughput, wip
from metrics.incidents import (
    incident_frequency,
    incidents_per_deployment,
    oncall_load,
    time_to_acknowledge,
    time_to_resolve,
)
from metrics.issues import (
    issue_cycle_time,
    issue_throughput,
    issue_to_deploy,
    issue_to_pr,
    issue_types,
    linked_prs,
)
from metrics.metric import Metric
from metrics.review import (
    merged_without_review,
    pr_size,
    review_load,
    review_rounds,
    review_time,
    reviewer_response,
    time_to_first_review,
)
from metrics.sprints import carry_over, cycle_completion, say_do, scope_change, velocity

BUILTIN: tuple[Metric, ...] = (
    cycle_time,
    lead_time,
    deployment_frequency,
    change_failure_rate,
    recovery_time,
    rework_rate,
    deploy_success_rate,
    time_to_deploy,
    time_to_first_review,
    review_time,
    reviewer_response,
    review_rounds,
    merged_without_review,
    pr_size,
    review_load,
    throughput,
    open_prs,
    wip,
    pr_age,
    abandon_rate,
    build_success_rate,
    first_attempt_success_rate,
    build_time,
    queue_time,
    test_pass_rate,
    test_time,
    flaky_tests,
    pipeline_time,
    main_recovery_time,
    incident_frequency,
    time_to_acknowledge,
    time_to_resolve,
    oncall_load,
    incidents_per_deployment,
    issue_cycle_time,
    issue_to_pr,
    issue_to_deploy,
    issue_throughput,
    issue_types,
    linked_prs,
    velocity,
    say_do,
    scope_change,
    carry_over,
    cycle_completion,
)
