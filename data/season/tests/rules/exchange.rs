//! The rules of the exchange: what a programme asks for is decided by somebody else, only what is active is suspended and resumed, and only
//! what a link names is reported, of projects that were linked.

use std::collections::{BTreeMap, BTreeSet};

use contracts::exchange::v1::*;
use season::line::{Call, Line};

use crate::hub::{Hub, request};

/// What the exchange keeps.
#[derive(Default)]
pub(crate) struct Kept {
    /// Subscriptions with their programme and where they stand.
    pub(crate) subscriptions: BTreeMap<String, (String, SubscriptionState)>,
    /// Links by programme, and whether they are approved.
    links: BTreeMap<String, (Link, bool)>,
    /// Linked projects, by programme and identifier.
    pub(crate) projects: BTreeSet<(String, String)>,
    /// Identifiers of what was reported.
    pub(crate) reported: BTreeSet<String>,
}

impl Hub {
    pub(crate) fn exchange(&mut self, line: &Line) {
        use SubscriptionState::{Active, Refused, Requested, Suspended};
        match line.call {
            Call::RequestSubscription => {
                let asked = request::<RequestSubscriptionRequest>(line).subscription.unwrap();
                assert!(asked.purpose.starts_with("Voorbeeld: "), "{}", line.text());
                assert_eq!(
                    line.caller,
                    format!("subscriber-programme:{}", asked.programme_id)
                );
                let row = (asked.programme_id, Requested);
                let before = self.exchange.subscriptions.insert(asked.subscription_id, row);
                assert!(before.is_none(), "{}", line.text());
            }
            Call::ApproveSubscription => self.turn(line, Requested, Active),
            Call::RefuseSubscription => self.turn(line, Requested, Refused),
            Call::SuspendSubscription => self.turn(line, Active, Suspended),
            Call::ResumeSubscription => self.turn(line, Suspended, Active),
            Call::RequestLink => {
                let link = request::<RequestLinkRequest>(line).link.unwrap();
                self.exchange
                    .links
                    .insert(link.programme_id.clone(), (link, false));
            }
            Call::ApproveLink => {
                let id = request::<ApproveLinkRequest>(line).programme_id;
                self.exchange.links.get_mut(&id).unwrap().1 = true;
            }
            Call::LinkProject => self.link_project(line),
            Call::ReportEvent => self.report_event(line),
            _ => panic!("no call of the exchange: {}", line.text()),
        }
    }

    fn turn(&mut self, line: &Line, from: SubscriptionState, to: SubscriptionState) {
        let id = line.request["subscriptionId"].as_str().unwrap();
        let (programme, state) = self.exchange.subscriptions.get_mut(id).unwrap();
        assert_eq!(*state, from, "{}", line.text());
        let own = format!("subscriber-programme:{programme}");
        let is_decision = from == SubscriptionState::Requested;
        let by = if is_decision { "national-coordinator" } else { &own };
        assert_eq!(line.caller, by, "{}", line.text());
        *state = to;
    }

    fn link_project(&mut self, line: &Line) {
        let asked: LinkProjectRequest = request(line);
        let project = asked.project.unwrap();
        let (_, approved) = &self.exchange.links[&asked.programme_id];
        assert!(
            *approved && project.title.starts_with("Voorbeeld: "),
            "{}",
            line.text()
        );
        let same = &project.same_as_project_id;
        assert!(
            same.is_empty() || self.projects.contains_key(same),
            "{}",
            line.text()
        );
        let key = (asked.programme_id, project.project_id);
        self.exchange.projects.insert(key);
    }

    fn report_event(&mut self, line: &Line) {
        let asked: ReportEventRequest = request(line);
        let event = asked.event.unwrap();
        let (link, approved) = &self.exchange.links[&asked.programme_id];
        let is_named = link.types.contains(&event.r#type) && link.source == event.source;
        assert!(*approved && is_named, "{}", line.text());
        let project = (asked.programme_id, event.subject);
        assert!(self.exchange.projects.contains(&project), "{}", line.text());
        assert!(self.exchange.reported.insert(event.id), "{}", line.text());
    }
}

#[test]
fn the_season_shows_what_the_exchange_is_for() {
    let kept = crate::replayed().exchange;
    let states: BTreeSet<_> = kept.subscriptions.values().map(|it| it.1).collect();
    assert!(states.contains(&SubscriptionState::Active) && states.contains(&SubscriptionState::Refused));
    assert!(kept.projects.len() >= 2 && kept.reported.len() >= 4);
}
