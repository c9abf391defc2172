//! What a subscription says to what is asked of it.

use blocks::{size::json_bytes, values::Id};
use jiff::Timestamp;

use super::{
    By, CONTENT_BYTES_MAX, Command, Content, Door, Evidence, Fact, RANGES_MAX, Range, Rejection, Rule, Stage,
    Subscription,
};

impl Subscription {
    pub(super) fn decide_on(&self, command: Command) -> Result<Vec<Fact>, Rejection> {
        match command {
            Command::Request { content, by } => self.request(*content, by),
            Command::Revise { content, by } => self.revise(*content, by),
            Command::Approve {
                revision,
                from_position,
                by,
            } => self.approve(revision, from_position, by),
            Command::Refuse { reason, by } => self.refuse(reason, by),
            Command::Suspend {
                programme_id,
                reason,
                by_hub,
                by,
            } => self.suspend(programme_id, reason, by_hub, by),
            Command::Resume {
                programme_id,
                by_hub,
                by,
            } => self.resume(programme_id, by_hub, by),
            Command::Stall { rule, evidence, at } => self.stall(rule, evidence, at),
            Command::Recover { at } => self.recover(at),
            Command::End {
                programme_id,
                reason,
                by,
            } => self.end(programme_id, reason, by),
            Command::Replay {
                programme_id,
                ranges,
                by,
            } => self.replay(programme_id, ranges, by),
            Command::RotateKeys {
                programme_id,
                until,
                by,
            } => self.rotate_keys(programme_id, until, by),
        }
    }

    fn expect(&self, stages: &[Stage]) -> Result<(), Rejection> {
        if stages.contains(&self.stage) {
            Ok(())
        } else {
            Err(Rejection::Stage(self.stage))
        }
    }

    fn requested(&self, content: Content, by: By) -> Result<Vec<Fact>, Rejection> {
        if json_bytes(&content) > CONTENT_BYTES_MAX {
            return Err(Rejection::TooLarge);
        }
        Ok(vec![Fact::Requested {
            content,
            revision: self.revision + 1,
            by: by.actor,
            requested_on: by.today,
        }])
    }

    fn request(&self, content: Content, by: By) -> Result<Vec<Fact>, Rejection> {
        if self.content.is_some() {
            return Err(Rejection::Exists);
        }
        self.requested(content, by)
    }

    fn revise(&self, content: Content, by: By) -> Result<Vec<Fact>, Rejection> {
        let known = self.of(&content.programme_id)?;
        self.expect(&[Stage::Requested])?;
        if *known == content {
            return Ok(Vec::new());
        }
        self.requested(content, by)
    }

    fn approve(&self, revision: u32, from_position: u64, by: By) -> Result<Vec<Fact>, Rejection> {
        let content = self.known()?;
        self.expect(&[Stage::Requested])?;
        if revision != self.revision {
            return Err(Rejection::Revised(self.revision));
        }
        if self.authors.contains(&by.actor) {
            return Err(Rejection::OwnRequest);
        }
        Ok(vec![Fact::Approved {
            content: content.clone(),
            from_position,
            by: by.actor,
            approved_on: by.today,
        }])
    }

    fn refuse(&self, reason: String, by: By) -> Result<Vec<Fact>, Rejection> {
        let content = self.known()?;
        self.expect(&[Stage::Requested])?;
        if self.authors.contains(&by.actor) {
            return Err(Rejection::OwnRequest);
        }
        Ok(vec![Fact::Refused {
            programme_id: content.programme_id.clone(),
            reason,
            by: by.actor,
            refused_on: by.today,
        }])
    }

    fn suspend(
        &self,
        programme_id: Id,
        reason: String,
        by_hub: bool,
        by: By,
    ) -> Result<Vec<Fact>, Rejection> {
        self.of(&programme_id)?;
        // What a programme suspended the hub may keep from going on.
        if self.stage == Stage::Suspended && (self.suspended_by_hub || !by_hub) {
            return Ok(Vec::new());
        }
        self.expect(&[Stage::Active, Stage::Suspended])?;
        Ok(vec![Fact::Suspended {
            programme_id,
            reason,
            by_hub,
            by: by.actor,
            suspended_on: by.today,
        }])
    }

    fn resume(&self, programme_id: Id, by_hub: bool, by: By) -> Result<Vec<Fact>, Rejection> {
        self.of(&programme_id)?;
        if self.stage == Stage::Active {
            return Ok(Vec::new());
        }
        self.expect(&[Stage::Suspended])?;
        if self.suspended_by_hub && !by_hub {
            return Err(Rejection::SuspendedByHub);
        }
        Ok(vec![Fact::Resumed {
            programme_id,
            by: by.actor,
            resumed_on: by.today,
        }])
    }

    /// What stands still already, or gets nothing anyway, changes nothing.
    fn stall(&self, rule: Rule, evidence: Evidence, at: Timestamp) -> Result<Vec<Fact>, Rejection> {
        let content = self.known()?;
        if self.stage != Stage::Active || self.stalled_since.is_some() {
            return Ok(Vec::new());
        }
        Ok(vec![Fact::Stalled {
            programme_id: content.programme_id.clone(),
            rule,
            evidence,
            stalled_at: at,
        }])
    }

    fn recover(&self, at: Timestamp) -> Result<Vec<Fact>, Rejection> {
        let content = self.known()?;
        if self.stalled_since.is_none() {
            return Ok(Vec::new());
        }
        Ok(vec![Fact::Recovered {
            programme_id: content.programme_id.clone(),
            recovered_at: at,
        }])
    }

    fn end(&self, programme_id: Id, reason: String, by: By) -> Result<Vec<Fact>, Rejection> {
        self.of(&programme_id)?;
        if self.stage == Stage::Ended {
            return Ok(Vec::new());
        }
        self.expect(&[Stage::Requested, Stage::Active, Stage::Suspended])?;
        Ok(vec![Fact::Ended {
            programme_id,
            reason,
            by: by.actor,
            ended_on: by.today,
        }])
    }

    fn replay(&self, programme_id: Id, ranges: Vec<Range>, by: By) -> Result<Vec<Fact>, Rejection> {
        self.of(&programme_id)?;
        self.expect(&[Stage::Active, Stage::Suspended])?;
        let ranges: Vec<Range> = ranges
            .into_iter()
            .filter(|range| range.from >= self.from_position && range.from <= range.to)
            .take(RANGES_MAX)
            .collect();
        if ranges.is_empty() {
            return Err(Rejection::NothingToReplay);
        }
        Ok(vec![Fact::Replayed {
            programme_id,
            number: self.replays() + 1,
            ranges,
            by: by.actor,
            replayed_on: by.today,
        }])
    }

    fn rotate_keys(&self, programme_id: Id, until: Timestamp, by: By) -> Result<Vec<Fact>, Rejection> {
        let content = self.of(&programme_id)?;
        if !matches!(content.door, Door::Webhook { .. }) {
            return Err(Rejection::Door);
        }
        self.expect(&[Stage::Active, Stage::Suspended])?;
        Ok(vec![Fact::KeysRotated {
            programme_id,
            generation: self.key_generation() + 1,
            until,
            by: by.actor,
            rotated_on: by.today,
        }])
    }
}
