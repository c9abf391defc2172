//! What is told in the ledger, as callers see it.

use std::sync::Arc;

use contracts::insight::v1::{
    GetOverviewRequest, GetOverviewResponse, GetProjectStatusRequest, LinkedProjectRef,
    ListLinkedProjectsRequest, Scope, insight_service_client::InsightServiceClient,
    insight_service_server::InsightServiceServer,
};
use insight::{explain::Rules, grpc::Service};

use crate::{
    counts,
    support::{
        Insight,
        linked::{counted, reached, tell_described, tell_removed, tell_reported},
        tell_project,
    },
};

type Client = InsightServiceClient<InsightServiceServer<Service>>;

fn client(insight: &Insight) -> Client {
    let ledger = Arc::new(insight.ledger.clone());
    let service = Service::new(insight.views.clone(), Rules::new().unwrap(), ledger);
    InsightServiceClient::new(InsightServiceServer::new(service))
}

fn token(insight: &Insight) -> String {
    format!("programme:{}", insight.ledger.head() * 10)
}

async fn overview_of(client: &mut Client, insight: &Insight, scope: Option<Scope>) -> GetOverviewResponse {
    let request = GetOverviewRequest {
        scope,
        consistency_token: token(insight),
        ..Default::default()
    };
    client.get_overview(request).await.unwrap().into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn linked_projects_are_in_the_national_view_marked_by_programme_and_traced_to_their_events() {
    let insight = Insight::start(1).await;
    let (ledger, mut client) = (&insight.ledger, client(&insight));
    tell_project(ledger, "p1");
    let before = overview_of(&mut client, &insight, None).await;
    assert!(before.linked_programmes.is_empty());

    let (wijk, same, bouw) = (("zorg", "wijk"), ("zorg", "same"), ("bouw", "same"));
    let linked = [wijk, same, bouw].map(|it| tell_described(ledger, it, if it == wijk { "" } else { "p1" }));
    tell_reported(ledger, same, 1, counted(500, "2025-02-01"));
    let first = tell_reported(ledger, wijk, 2, counted(30, "2025-01-31"));
    let newest = tell_reported(ledger, wijk, 3, counted(40, "2025-02-28"));
    let milestone = tell_reported(ledger, wijk, 4, reached("m1"));

    let after = overview_of(&mut client, &insight, None).await;
    assert_eq!(
        after.groups, before.groups,
        "the hub's own figures stay as they were"
    );
    let shown: Vec<_> = after
        .linked_programmes
        .iter()
        .map(|it| (it.programme_id.as_str(), counts(it)))
        .collect();
    assert_eq!(
        shown,
        [("bouw", [1, 1, 0, 0, 0, 0]), ("zorg", [2, 1, 1, 0, 40, 1])]
    );
    let zorg = &after.linked_programmes[1];
    assert_eq!(zorg.linked.as_ref().unwrap().positions, linked[..2]);
    assert_eq!(zorg.participants.as_ref().unwrap().positions, [newest]);
    assert_eq!(zorg.milestones.as_ref().unwrap().positions, [milestone]);

    // They belong to no building block.
    let of_block = Scope {
        block_id: "-".into(),
        ..Scope::default()
    };
    let of_none = overview_of(&mut client, &insight, Some(of_block)).await;
    assert_eq!(of_none.linked_programmes, after.linked_programmes);

    let request = ListLinkedProjectsRequest {
        programme_id: "zorg".into(),
        page_size: 1,
        consistency_token: token(&insight),
        ..Default::default()
    };
    let page = client
        .list_linked_projects(request.clone())
        .await
        .unwrap()
        .into_inner();
    assert_eq!((page.total_size, page.programmes.len()), (2, 1));
    assert!(!page.projects[0].counted && page.projects[0].participants.as_ref().unwrap().participants == 500);
    let next = ListLinkedProjectsRequest {
        page_token: page.next_page_token,
        ..request
    };
    let page = client.list_linked_projects(next).await.unwrap().into_inner();
    assert_eq!(page.next_page_token, "");
    let shown = &page.projects[0];
    assert!(shown.counted && !shown.positions.contains(&first), "{shown:?}");
    assert_eq!(shown.positions, [linked[0], newest, milestone]);
    assert_eq!(shown.milestones[0].milestone_id, "m1");
    assert_eq!(shown.last_reported_at.unwrap().seconds, 1_740_000_004);
    assert_eq!(page.freshness.unwrap().position, ledger.head());

    let status = GetProjectStatusRequest {
        project_id: "p1".into(),
        ..Default::default()
    };
    let status = client.get_project_status(status).await.unwrap().into_inner();
    let same_as = [bouw, same].map(|(programme, project)| LinkedProjectRef {
        programme_id: programme.into(),
        project_id: project.into(),
    });
    assert_eq!(status.same_as, same_as);

    tell_removed(ledger, wijk);
    let gone = overview_of(&mut client, &insight, None).await;
    assert_eq!(counts(&gone.linked_programmes[1]), [1, 1, 0, 0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_that_nobody_defined_is_refused_and_a_page_of_another_question_too() {
    let insight = Insight::start(1).await;
    let mut client = client(&insight);
    let ask = ListLinkedProjectsRequest {
        region_id: "AM99".into(),
        ..Default::default()
    };
    let refused = client.list_linked_projects(ask).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::InvalidArgument, "{refused:?}");
    for project in ["a", "b"] {
        tell_described(&insight.ledger, ("zorg", project), "");
    }
    let ask = ListLinkedProjectsRequest {
        page_size: 1,
        consistency_token: token(&insight),
        ..Default::default()
    };
    let page = client.list_linked_projects(ask).await.unwrap().into_inner();
    let other = ListLinkedProjectsRequest {
        programme_id: "zorg".into(),
        page_token: page.next_page_token,
        ..Default::default()
    };
    let refused = client.list_linked_projects(other).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::InvalidArgument, "{refused:?}");
}
