//! Decision: register a project.

use super::{Fact, Profile, Project, Rejection};
use crate::domain::{
    findings::Findings,
    reference::{CallWindow, Content, Key, Kind, Referenced, content_of},
};

/// Register a project.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// What is known of it.
    pub profile: Profile,
    /// Every reference of the profile, with what is there.
    pub referenced: Vec<Referenced>,
}

pub(super) fn decide(project: &Project, command: Register) -> Result<Vec<Fact>, Rejection> {
    let Register { profile, referenced } = command;
    if project.exists() {
        return Err(Rejection::Exists);
    }
    let mut findings = Findings::below("project");
    profile.check(&mut findings);
    findings.refuse_with(Rejection::ProfileInvalid)?;

    let missing = Referenced::missing(&referenced);
    if !missing.is_empty() {
        return Err(Rejection::ReferenceUnknown(missing));
    }
    let mut findings = Findings::below("project");
    check_against_reference_data(&profile, &referenced, &mut findings);
    findings.refuse_with(Rejection::ProfileInvalid)?;

    let tranche_id =
        call_window(&profile, &referenced).map_or_else(String::new, |call| call.tranche_id.clone());
    Ok(vec![Fact::Registered {
        profile: Box::new(profile),
        tranche_id,
    }])
}

fn call_window<'a>(profile: &Profile, read: &'a [Referenced]) -> Option<&'a CallWindow> {
    match content_of(read, &Key::new(Kind::CallWindow, &profile.call_id)) {
        Some(Content::CallWindow(call)) => Some(call),
        _ => None,
    }
}

/// Block, workgroup, scheme, call window and size class must fit each other, and each region must exist in the project's time.
fn check_against_reference_data(profile: &Profile, read: &[Referenced], findings: &mut Findings) {
    if let Some(Content::Workgroup(workgroup)) =
        content_of(read, &Key::new(Kind::Workgroup, &profile.workgroup_id))
    {
        let expected = format!("a workgroup of block {}", profile.block_id);
        findings.check(workgroup.block_id == profile.block_id, "workgroup_id", expected);
    }
    check_scheme(profile, read, findings);
    if let Some(Content::SchemeVersion(version)) = content_of(read, &profile.scheme_version_key()) {
        let known = version.limits(profile.size_class).is_some();
        findings.check(known, "size_class", "a size class of the scheme version");
    }
    if let Some(call) = call_window(profile, read) {
        let fits = call.version_key() == profile.scheme_version_key();
        let expected = format!(
            "a call window of version {} of scheme {}",
            profile.scheme_version, profile.scheme_id
        );
        findings.check(fits, "call_id", expected);
    }
    check_regions(profile, read, findings);
}

fn check_scheme(profile: &Profile, read: &[Referenced], findings: &mut Findings) {
    if let Some(Content::Scheme(scheme)) = content_of(read, &Key::new(Kind::Scheme, &profile.scheme_id)) {
        let funds = scheme.block_id == profile.block_id;
        findings.check(
            funds,
            "scheme_id",
            format!("a scheme that funds block {}", profile.block_id),
        );
        let theme_fits = scheme.theme_id.is_none() || scheme.theme_id == profile.theme_id;
        let theme = scheme.theme_id.as_deref().unwrap_or_default();
        findings.check(
            theme_fits,
            "theme_id",
            format!("{theme}, the theme the scheme is bound to"),
        );
    }
}

fn check_regions(profile: &Profile, read: &[Referenced], findings: &mut Findings) {
    for (index, share) in profile.regions.iter().enumerate() {
        if let Some(Content::Region(region)) = content_of(read, &Key::new(Kind::Region, &share.region_id)) {
            findings.check(
                region.exists_between(profile.starts_on, profile.ends_on),
                format!("regions[{index}].region_id"),
                "a region that exists in the project's time",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use eventing::{Rejection as _, scenario::Scenario};
    use jiff::civil::date;

    use super::*;
    use crate::domain::project::{Command, Partner, ProjectState, RegionShare, examples::*};

    fn refused(profile: Profile, code: &str) -> Vec<String> {
        let rejection = Scenario::<Project>::new().when(register(profile)).refused(code);
        rejection.faults().into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn a_project_is_registered_with_the_tranche_of_its_call_window() {
        let project = Scenario::<Project>::new()
            .when(register(profile()))
            .then([registered()]);
        assert_eq!(
            (project.state(), project.tranche_id()),
            (ProjectState::Registered, "r2")
        );
        assert_eq!(project.context().regions, ["AM01", "AM02"]);
    }

    #[test]
    fn a_project_is_registered_once() {
        Scenario::<Project>::given([registered()])
            .when(register(profile()))
            .refused("PROJECT_EXISTS");
    }

    #[test]
    fn shares_add_to_100_and_name_no_region_twice() {
        let share = |id: &str, share_percent| RegionShare {
            region_id: id.into(),
            share_percent,
        };
        let with = |regions| Profile { regions, ..profile() };
        assert_eq!(refused(with(vec![]), "PROFILE_INVALID"), ["project.regions"]);
        assert_eq!(
            refused(with(vec![share("AM01", 99)]), "PROFILE_INVALID"),
            ["project.regions"]
        );
        assert_eq!(
            refused(
                with(vec![share("AM01", 50), share("AM01", 50)]),
                "PROFILE_INVALID"
            ),
            ["project.regions[1].region_id"]
        );
        assert_eq!(
            refused(
                with(vec![share("AM01", 100), share("AM02", 0)]),
                "PROFILE_INVALID"
            ),
            ["project.regions[1].share_percent"]
        );
    }

    #[test]
    fn a_project_does_not_end_before_it_starts() {
        let wrong = Profile {
            ends_on: date(2023, 12, 31),
            ..profile()
        };
        assert_eq!(refused(wrong, "PROFILE_INVALID"), ["project.ends_on"]);
    }

    #[test]
    fn partners_are_distinct_and_not_the_lead_applicant() {
        let partner = |id: &str| Partner {
            organisation_id: id.into(),
            role: "partner".into(),
        };
        let wrong = Profile {
            partners: vec![partner("o2"), partner("o2"), partner("o1")],
            ..profile()
        };
        assert_eq!(
            refused(wrong, "PROFILE_INVALID"),
            [
                "project.partners[1].organisation_id",
                "project.partners[2].organisation_id"
            ]
        );
    }

    #[test]
    fn everything_a_profile_names_must_exist() {
        let Command::Register(mut command) = register(profile()) else {
            unreachable!()
        };
        command.referenced[0].content = None;
        command.referenced[4].content = None;
        let rejection = Scenario::<Project>::new()
            .when(Command::Register(command))
            .refused("REFERENCE_UNKNOWN");
        let fields: Vec<_> = rejection.faults().into_iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["project.block_id", "project.scheme_version"]);
    }

    #[test]
    fn block_workgroup_scheme_theme_and_call_fit_each_other() {
        let elsewhere = Profile {
            block_id: "culture".into(),
            theme_id: None,
            ..profile()
        };
        assert_eq!(
            refused(elsewhere, "PROFILE_INVALID"),
            ["project.workgroup_id", "project.scheme_id", "project.theme_id"]
        );
        let newer = Profile {
            scheme_version: 2,
            ..profile()
        };
        assert_eq!(refused(newer, "PROFILE_INVALID"), ["project.call_id"]);
    }

    #[test]
    fn the_size_class_belongs_to_the_scheme_version() {
        let Command::Register(mut command) = register(profile()) else {
            unreachable!()
        };
        let key = command.profile.scheme_version_key();
        for one in command
            .referenced
            .iter_mut()
            .filter(|one| one.reference.key == key)
        {
            if let Some(Content::SchemeVersion(version)) = &mut one.content {
                version.size_classes.remove(0);
            }
        }
        let rejection = Scenario::<Project>::new()
            .when(Command::Register(command))
            .refused("PROFILE_INVALID");
        assert_eq!(rejection.faults()[0].field, "project.size_class");
    }

    #[test]
    fn regions_exist_in_the_projects_time() {
        let past = Profile {
            starts_on: date(2018, 1, 1),
            ends_on: date(2019, 1, 1),
            ..profile()
        };
        assert_eq!(
            refused(past, "PROFILE_INVALID"),
            ["project.regions[0].region_id", "project.regions[1].region_id"]
        );
    }
}
