//! The profile of a project: its name, partners, regions and grant.

use contracts::programme::v1::{OrganisationKind, Partner, ProjectProfile, RegionShare, SizeClass};

use crate::{
    cast::{Block, Seat},
    catalogue::{REGION_RING, organisations, region_name},
    money::whole_euros,
    rng::Rng,
    words,
};

/// How many regions the projects lie in, one after the other.
const REGION_COUNTS: [usize; 10] = [1, 2, 1, 3, 2, 1, 5, 2, 3, 1];

/// The profile with which a project is registered.
#[must_use]
pub fn profile(seat: &Seat) -> ProjectProfile {
    let regions = regions(seat);
    let main_region = regions.first().map_or("", |share| region_name(&share.region_id));
    let topic = words::topic(seat);
    let (lead, partners) = consortium(seat);
    ProjectProfile {
        project_id: seat.id(),
        name: format!("Voorbeeld: {topic} ({main_region})"),
        summary: words::summary(seat, topic, main_region),
        block_id: seat.block.id().into(),
        workgroup_id: workgroup(seat).into(),
        theme_id: theme(seat).into(),
        call_id: format!(
            "ronde-{}-{}",
            seat.round,
            seat.block.scheme().trim_start_matches("llo-")
        ),
        scheme_id: seat.block.scheme().into(),
        scheme_version: seat.round,
        size_class: if seat.large {
            SizeClass::Large
        } else {
            SizeClass::Small
        }
        .into(),
        lead_organisation_id: lead,
        partners,
        regions,
        starts_on: seat.starts_on.to_string(),
        ends_on: seat.ends_on.to_string(),
        linked_programme_ids: linked_programmes(seat),
        example: true,
    }
}

/// The grant in euro cents. Together the grants come near the totals of the real rounds: EUR 22m and EUR 40m.
#[must_use]
pub fn grant_cents(seat: &Seat) -> i64 {
    let mut rng = Rng::named(&format!("{}/grant", seat.id()));
    let euros = match (seat.large, seat.round) {
        (true, 1) => rng.between(1_870, 1_990),
        (true, _) => rng.between(1_965, 1_998),
        // What is left of the ceiling beside the others.
        (false, _) if seat.number == 256 => rng.between(51, 56),
        (false, 1) => rng.between(92, 120),
        (false, _) => rng.between(106, 124),
    };
    whole_euros(euros * 100_000)
}

/// The workgroup a project reports through.
#[must_use]
pub fn workgroup(seat: &Seat) -> &'static str {
    let of_block = match seat.block {
        Block::Transitions => ["wg-demand", "wg-solutions", "wg-scaling"],
        Block::Professionalisation => ["wg-flexible-offer", "wg-educators", "wg-recognition"],
    };
    of_block[seat.number as usize % of_block.len()]
}

/// The theme. A third of the block 3 projects prepares providers for the energy and raw-materials transition.
fn theme(seat: &Seat) -> &'static str {
    match seat.block {
        Block::Transitions => "energy-raw-materials",
        Block::Professionalisation if seat.number.is_multiple_of(3) => "energy-raw-materials",
        Block::Professionalisation => "provider-professionalisation",
    }
}

fn regions(seat: &Seat) -> Vec<RegionShare> {
    let place = place(seat);
    let count = REGION_COUNTS[place % REGION_COUNTS.len()];
    let odd = place % 2 == 1;
    let shares: &[u32] = match (count, odd) {
        (1, _) => &[100],
        (2, true) => &[67, 33],
        (2, false) => &[55, 45],
        (3, true) => &[47, 29, 24],
        (3, false) => &[34, 33, 33],
        (_, true) => &[40, 23, 17, 13, 7],
        (_, false) => &[24, 22, 19, 18, 17],
    };
    // Five and 32 have no divisor in common, so that every region of the ring gets its turn.
    let around = REGION_RING.iter().cycle().skip(place * 5 % REGION_RING.len());
    let share = |(region, share_percent): (&&str, &u32)| RegionShare {
        region_id: (*region).into(),
        share_percent: *share_percent,
    };
    around.zip(shares).map(share).collect()
}

/// Place in the season, counting from 0 over both rounds.
fn place(seat: &Seat) -> usize {
    seat.number as usize - if seat.round == 1 { 101 } else { 201 - 17 }
}

/// The lead applicant and the partners by the consortium rule of the scheme. Block 2 asks for another kind of public provider
/// and an employer; in block 3 every other small project applies alone.
fn consortium(seat: &Seat) -> (String, Vec<Partner>) {
    use OrganisationKind::{
        Employer, Hbo, Mbo, Municipality, Other, PrivateProvider, Province, SectorBody, TrainingFund, Wo,
    };
    let mut rng = Rng::named(&format!("{}/consortium", seat.id()));
    let (lead_kind, other_kind) = [(Mbo, Hbo), (Hbo, Mbo), (Mbo, Wo), (Hbo, Wo)][rng.index(4)];
    let wanted: &[OrganisationKind] = match (seat.block, seat.large) {
        (Block::Transitions, true) => &[
            other_kind,
            Employer,
            Employer,
            Employer,
            SectorBody,
            Municipality,
            Other,
        ],
        (Block::Transitions, false) => &[other_kind, Employer, TrainingFund],
        (Block::Professionalisation, true) => &[other_kind, lead_kind, PrivateProvider, Province],
        (Block::Professionalisation, false) if seat.number.is_multiple_of(2) => &[],
        (Block::Professionalisation, false) => &[other_kind],
    };
    let mut taken: Vec<&str> = vec![draw(&mut rng, lead_kind, &[])];
    for kind in wanted {
        let next = draw(&mut rng, *kind, &taken);
        taken.push(next);
    }
    let partner = |(id, kind): (&&str, &OrganisationKind)| Partner {
        organisation_id: (*id).into(),
        role: words::role(*kind).into(),
    };
    let partners = taken.iter().skip(1).zip(wanted).map(partner).collect();
    (taken[0].into(), partners)
}

fn draw(rng: &mut Rng, kind: OrganisationKind, taken: &[&str]) -> &'static str {
    let free: Vec<_> = organisations(kind)
        .into_iter()
        .filter(|id| !taken.contains(id))
        .collect();
    rng.pick(&free)
}

fn linked_programmes(seat: &Seat) -> Vec<String> {
    let ids: &[&str] = match (seat.block, seat.number % 4) {
        (Block::Transitions, 0) => &["groenvermogennl"],
        (Block::Transitions, 1) => &["nieuwewarmtenu", "opschaling-pps"],
        (Block::Transitions, 2) => &["circular-plastics-nl"],
        (Block::Professionalisation, 0) => &["npuls"],
        (Block::Professionalisation, 2) => &["leeroverzicht-skills", "npuls"],
        _ => &[],
    };
    ids.iter().map(|id| (*id).to_owned()).collect()
}
