//! Entries of the reference data.

use contracts::programme::v1::{self, entry::Content as Wire};
use runtime::parse::Faults;

use super::{
    indicator, scheme,
    values::{NAME_CHARS_MAX, TEXT_CHARS_MAX, day, read_choice, read_text, text},
};
use crate::domain::{
    reference::{
        BuildingBlock, Content, Definition, Kind, LinkedProgramme, Organisation, OrganisationKind, Province,
        Region, RegionProvince, Theme, Tranche, Workgroup,
    },
    values::Cents,
};

/// Most provinces of one region.
const PROVINCES_MAX: usize = 100;

/// Reads an entry; `entry` is the path of its fields.
pub fn read_entry(faults: &mut Faults, entry: Option<v1::Entry>) -> Option<Definition> {
    let v1::Entry {
        content,
        source,
        example,
    } = entry.unwrap_or_default();
    let source = faults.text("entry.source", &source, TEXT_CHARS_MAX, true);
    faults.check(
        "entry.content",
        content.is_some(),
        "one of the kinds of reference data",
    );
    Some(Definition {
        content: read_content(faults, content?)?,
        source,
        example,
    })
}

fn read_content(faults: &mut Faults, content: Wire) -> Option<Content> {
    Some(match content {
        Wire::BuildingBlock(it) => read_building_block(faults, it).into(),
        Wire::Workgroup(it) => read_workgroup(faults, it).into(),
        Wire::Theme(it) => read_theme(faults, it).into(),
        Wire::Scheme(it) => scheme::read_scheme(faults, it)?.into(),
        Wire::SchemeVersion(it) => scheme::read_version(faults, it)?.into(),
        Wire::Tranche(it) => read_tranche(faults, it).into(),
        Wire::CallWindow(it) => scheme::read_call_window(faults, it)?.into(),
        Wire::Province(it) => read_province(faults, it)?.into(),
        Wire::Region(it) => read_region(faults, it)?.into(),
        Wire::Organisation(it) => read_organisation(faults, it)?.into(),
        Wire::Indicator(it) => indicator::read(faults, it)?.into(),
        Wire::LinkedProgramme(it) => read_linked_programme(faults, it).into(),
    })
}

fn read_building_block(faults: &mut Faults, it: v1::BuildingBlock) -> BuildingBlock {
    BuildingBlock {
        block_id: faults.id("entry.building_block.block_id", &it.block_id),
        number: it.number,
        name: read_text(faults, "entry.building_block.name", it.name, NAME_CHARS_MAX, true),
        description: read_text(
            faults,
            "entry.building_block.description",
            it.description,
            TEXT_CHARS_MAX,
            false,
        ),
    }
}

fn read_workgroup(faults: &mut Faults, it: v1::Workgroup) -> Workgroup {
    Workgroup {
        workgroup_id: faults.id("entry.workgroup.workgroup_id", &it.workgroup_id),
        block_id: faults.id("entry.workgroup.block_id", &it.block_id),
        name: read_text(faults, "entry.workgroup.name", it.name, NAME_CHARS_MAX, true),
    }
}

fn read_theme(faults: &mut Faults, it: v1::Theme) -> Theme {
    Theme {
        theme_id: faults.id("entry.theme.theme_id", &it.theme_id),
        name: read_text(faults, "entry.theme.name", it.name, NAME_CHARS_MAX, true),
    }
}

fn read_tranche(faults: &mut Faults, it: v1::Tranche) -> Tranche {
    Tranche {
        tranche_id: faults.id("entry.tranche.tranche_id", &it.tranche_id),
        number: it.number,
        name: read_text(faults, "entry.tranche.name", it.name, NAME_CHARS_MAX, true),
    }
}

fn read_province(faults: &mut Faults, it: v1::Province) -> Option<Province> {
    let province_id = faults.id("entry.province.province_id", &it.province_id);
    let name = faults.text("entry.province.name", &it.name, NAME_CHARS_MAX, true);
    let valid_from = faults.date("entry.province.valid_from", &it.valid_from);
    let valid_to = faults.optional_date("entry.province.valid_to", &it.valid_to);
    Some(Province {
        province_id,
        name,
        valid_from: valid_from?,
        valid_to,
    })
}

fn read_region(faults: &mut Faults, it: v1::Region) -> Option<Region> {
    let region_id = faults.id("entry.region.region_id", &it.region_id);
    let name = faults.text("entry.region.name", &it.name, NAME_CHARS_MAX, true);
    let valid_from = faults.date("entry.region.valid_from", &it.valid_from);
    let valid_to = faults.optional_date("entry.region.valid_to", &it.valid_to);
    faults.at_most("entry.region.provinces", &it.provinces, PROVINCES_MAX);
    let provinces = it.provinces.into_iter().take(PROVINCES_MAX).enumerate();
    let provinces = provinces
        .filter_map(|(index, one)| read_region_province(faults, index, one))
        .collect();
    Some(Region {
        region_id,
        name,
        valid_from: valid_from?,
        valid_to,
        provinces,
    })
}

fn read_region_province(faults: &mut Faults, index: usize, it: v1::RegionProvince) -> Option<RegionProvince> {
    let at = |field: &str| format!("entry.region.provinces[{index}].{field}");
    let province_id = faults.id(&at("province_id"), &it.province_id);
    let valid_from = faults.date(&at("valid_from"), &it.valid_from);
    let valid_to = faults.optional_date(&at("valid_to"), &it.valid_to);
    Some(RegionProvince {
        province_id,
        valid_from: valid_from?,
        valid_to,
        confirmed: it.confirmed,
    })
}

fn read_organisation(faults: &mut Faults, it: v1::Organisation) -> Option<Organisation> {
    let organisation_id = faults.id("entry.organisation.organisation_id", &it.organisation_id);
    let name = faults.text("entry.organisation.name", &it.name, NAME_CHARS_MAX, true);
    let kind = read_choice(faults, "entry.organisation.kind", it.kind, read_organisation_kind);
    let oin = (!it.oin.is_empty()).then_some(it.oin);
    Some(Organisation {
        organisation_id,
        name,
        kind: kind?,
        oin,
    })
}

pub(super) fn read_organisation_kind(kind: v1::OrganisationKind) -> Option<OrganisationKind> {
    Some(match kind {
        v1::OrganisationKind::Unspecified => return None,
        v1::OrganisationKind::Mbo => OrganisationKind::Mbo,
        v1::OrganisationKind::Hbo => OrganisationKind::Hbo,
        v1::OrganisationKind::Wo => OrganisationKind::Wo,
        v1::OrganisationKind::PrivateProvider => OrganisationKind::PrivateProvider,
        v1::OrganisationKind::Employer => OrganisationKind::Employer,
        v1::OrganisationKind::UmbrellaBody => OrganisationKind::UmbrellaBody,
        v1::OrganisationKind::SectorBody => OrganisationKind::SectorBody,
        v1::OrganisationKind::TrainingFund => OrganisationKind::TrainingFund,
        v1::OrganisationKind::Municipality => OrganisationKind::Municipality,
        v1::OrganisationKind::Province => OrganisationKind::Province,
        v1::OrganisationKind::Other => OrganisationKind::Other,
    })
}

pub(super) fn organisation_kind(kind: OrganisationKind) -> v1::OrganisationKind {
    match kind {
        OrganisationKind::Mbo => v1::OrganisationKind::Mbo,
        OrganisationKind::Hbo => v1::OrganisationKind::Hbo,
        OrganisationKind::Wo => v1::OrganisationKind::Wo,
        OrganisationKind::PrivateProvider => v1::OrganisationKind::PrivateProvider,
        OrganisationKind::Employer => v1::OrganisationKind::Employer,
        OrganisationKind::UmbrellaBody => v1::OrganisationKind::UmbrellaBody,
        OrganisationKind::SectorBody => v1::OrganisationKind::SectorBody,
        OrganisationKind::TrainingFund => v1::OrganisationKind::TrainingFund,
        OrganisationKind::Municipality => v1::OrganisationKind::Municipality,
        OrganisationKind::Province => v1::OrganisationKind::Province,
        OrganisationKind::Other => v1::OrganisationKind::Other,
    }
}

fn read_linked_programme(faults: &mut Faults, it: v1::LinkedProgramme) -> LinkedProgramme {
    let mut cents = |field: &str, amount: Option<i64>| {
        amount.map(|amount| Cents(faults.cents(&format!("entry.linked_programme.{field}"), amount)))
    };
    let granted = cents("granted_cents", it.granted_cents);
    let conditional = cents("conditional_cents", it.conditional_cents);
    let reserved = cents("reserved_cents", it.reserved_cents);
    LinkedProgramme {
        programme_id: faults.id("entry.linked_programme.programme_id", &it.programme_id),
        name: faults.text("entry.linked_programme.name", &it.name, NAME_CHARS_MAX, true),
        round: faults.text("entry.linked_programme.round", &it.round, NAME_CHARS_MAX, false),
        granted,
        conditional,
        reserved,
        note: faults.text("entry.linked_programme.note", &it.note, TEXT_CHARS_MAX, false),
    }
}

/// Writes an entry.
#[must_use]
pub fn entry(definition: &Definition) -> v1::Entry {
    v1::Entry {
        content: Some(content(&definition.content)),
        source: definition.source.clone(),
        example: definition.example,
    }
}

fn content(content: &Content) -> Wire {
    match content {
        Content::BuildingBlock(it) => Wire::BuildingBlock(v1::BuildingBlock {
            block_id: it.block_id.clone(),
            number: it.number,
            name: Some(text(&it.name)),
            description: Some(text(&it.description)),
        }),
        Content::Workgroup(it) => Wire::Workgroup(v1::Workgroup {
            workgroup_id: it.workgroup_id.clone(),
            block_id: it.block_id.clone(),
            name: Some(text(&it.name)),
        }),
        Content::Theme(it) => Wire::Theme(v1::Theme {
            theme_id: it.theme_id.clone(),
            name: Some(text(&it.name)),
        }),
        Content::Scheme(it) => Wire::Scheme(scheme::scheme(it)),
        Content::SchemeVersion(it) => Wire::SchemeVersion(scheme::version(it)),
        Content::Tranche(it) => Wire::Tranche(v1::Tranche {
            tranche_id: it.tranche_id.clone(),
            number: it.number,
            name: Some(text(&it.name)),
        }),
        Content::CallWindow(it) => Wire::CallWindow(scheme::call_window(it)),
        Content::Province(it) => Wire::Province(v1::Province {
            province_id: it.province_id.clone(),
            name: it.name.clone(),
            valid_from: it.valid_from.to_string(),
            valid_to: day(it.valid_to),
        }),
        Content::Region(it) => Wire::Region(region(it)),
        Content::Organisation(it) => Wire::Organisation(v1::Organisation {
            organisation_id: it.organisation_id.clone(),
            name: it.name.clone(),
            kind: organisation_kind(it.kind).into(),
            oin: it.oin.clone().unwrap_or_default(),
        }),
        Content::Indicator(it) => Wire::Indicator(indicator::indicator(it)),
        Content::LinkedProgramme(it) => Wire::LinkedProgramme(linked_programme(it)),
    }
}

fn region(region: &Region) -> v1::Region {
    let province = |one: &RegionProvince| v1::RegionProvince {
        province_id: one.province_id.clone(),
        valid_from: one.valid_from.to_string(),
        valid_to: day(one.valid_to),
        confirmed: one.confirmed,
    };
    v1::Region {
        region_id: region.region_id.clone(),
        name: region.name.clone(),
        valid_from: region.valid_from.to_string(),
        valid_to: day(region.valid_to),
        provinces: region.provinces.iter().map(province).collect(),
    }
}

fn linked_programme(it: &LinkedProgramme) -> v1::LinkedProgramme {
    v1::LinkedProgramme {
        programme_id: it.programme_id.clone(),
        name: it.name.clone(),
        round: it.round.clone(),
        granted_cents: it.granted.map(|cents| cents.0),
        conditional_cents: it.conditional.map(|cents| cents.0),
        reserved_cents: it.reserved.map(|cents| cents.0),
        note: it.note.clone(),
    }
}

/// Reads a kind of reference data.
pub fn read_kind(faults: &mut Faults, kind: i32) -> Option<Kind> {
    read_choice(faults, "kind", kind, |kind| {
        Some(match kind {
            v1::EntryKind::Unspecified => return None,
            v1::EntryKind::BuildingBlock => Kind::BuildingBlock,
            v1::EntryKind::Workgroup => Kind::Workgroup,
            v1::EntryKind::Theme => Kind::Theme,
            v1::EntryKind::Scheme => Kind::Scheme,
            v1::EntryKind::SchemeVersion => Kind::SchemeVersion,
            v1::EntryKind::Tranche => Kind::Tranche,
            v1::EntryKind::CallWindow => Kind::CallWindow,
            v1::EntryKind::Province => Kind::Province,
            v1::EntryKind::Region => Kind::Region,
            v1::EntryKind::Organisation => Kind::Organisation,
            v1::EntryKind::Indicator => Kind::Indicator,
            v1::EntryKind::LinkedProgramme => Kind::LinkedProgramme,
        })
    })
}
