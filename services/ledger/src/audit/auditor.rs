//! Takes what was examined in order, grows the tree, and compares it with everything that speaks of it.

use std::collections::BTreeMap;

use transparency::{Edge, FullTile, Hash, TILE_WIDTH, TileId};

use super::claim::Claims;
use super::order::Order;
use super::{Claim, Examined, Fact, Finding, KeptTile, Stand, Wrong};

/// Most findings that are kept; the first is what counts, and a ledger that is not one at all must not fill the memory.
const MAX_FINDINGS: usize = 1_000;

/// The order of a ledger and its tree, as they follow from the bytes of its entries.
///
/// It begins with an empty ledger, or ([`Auditor::resume`]) with one whose tree is known up to some size.
#[derive(Debug, Default)]
pub struct Auditor {
    edge: Edge,
    order: Order,
    claims: Claims,
    findings: Vec<Finding>,
}

impl Auditor {
    /// Goes on from a ledger of which only the tree is known, because its entries were proven before.
    pub fn resume(edge: Edge) -> Self {
        let size = edge.size();
        Self {
            edge,
            order: Order::begun_before(size > 0),
            claims: Claims::confirmed(size),
            findings: Vec::new(),
        }
    }

    /// Notes what somebody stated of the ledger at some size. It is compared when the entries get there. Of sizes before
    /// the start nothing can be said.
    pub fn claim(&mut self, claim: Claim) {
        if claim.size < self.edge.size() {
            return;
        }
        self.claims.add(claim);
        if claim.size == self.edge.size() {
            self.compare_root();
        }
    }

    /// Takes the next entries. Gives the tiles that they complete, to be compared with those that are kept.
    pub fn take(&mut self, examined: Examined) -> Vec<FullTile> {
        if examined.first != self.edge.size() + 1 {
            // After a gap there is nothing to compare with; without one somebody left entries out.
            if self.findings.is_empty() {
                self.found([Finding::at(self.edge.size() + 1, Wrong::EntryMissing)]);
            }
            return Vec::new();
        }
        self.found(examined.findings);
        if self.claims.right_up_to() + 1 >= examined.first {
            self.claims.vouched = self.claims.vouched.max(examined.vouched_to);
        }
        examined.facts.iter().for_each(|fact| self.fact(fact));
        let completed = self.grow(&examined.leaves, examined.root);
        self.compare_kept_root(examined.kept_root, examined.root, &completed);
        completed
    }

    /// Takes an entry of which only its place in the order is looked at, as it is not signed yet.
    ///
    /// Where entries stand out of order, those before may have been moved as well, up to where hashes say that they are
    /// right.
    pub fn fact(&mut self, fact: &Fact) {
        let right = self.claims.right_up_to();
        let found = self.order.take(fact).into_iter().map(|finding| Finding {
            first: finding.first.min(right + 1),
            ..finding
        });
        self.found(found);
    }

    fn grow(&mut self, leaves: &[Hash], root: Option<Hash>) -> Vec<FullTile> {
        let last = self.edge.size() + leaves.len() as u64;
        // A root in the middle of a tile needs its leaves; most tiles need only the hash over them.
        let within = self.claims.next(last - leaves.len().min(1) as u64).is_some();
        if let Some(root) = root.filter(|_| !within)
            && let Ok(completed) = self.edge.push_tile(root)
        {
            self.compare_root();
            return completed;
        }
        let mut completed = Vec::new();
        for leaf in leaves {
            self.edge.push(*leaf, &mut completed);
            if self.claims.next(self.edge.size()).is_some() {
                self.compare_root();
            }
        }
        completed
    }

    fn compare_root(&mut self) {
        if self.claims.next(self.edge.size()).is_some() {
            let found = self.claims.compare(self.edge.size(), self.edge.root());
            self.found(found);
        }
    }

    /// The hash kept of a tile as a whole must be the root over the entries.
    fn compare_kept_root(&mut self, kept: Option<Vec<u8>>, root: Option<Hash>, completed: &[FullTile]) {
        let pushed = completed
            .iter()
            .find(|tile| tile.level == 0)
            .map(|tile| tile.root);
        if let (Some(kept), Some(proven)) = (kept, root.or(pushed))
            && kept != proven.as_bytes()
            && let Ok(tile) = TileId::new(0, self.edge.size() / u64::from(TILE_WIDTH) - 1, TILE_WIDTH)
        {
            let (first, last) = covered(tile, 0, TILE_WIDTH);
            self.found([Finding::among(first, last, Wrong::TileRoot { tile })]);
        }
    }

    /// Compares a tile that was completed with the one that is kept.
    pub fn tile(&mut self, tile: &FullTile, kept: &KeptTile) {
        if let Some(id) = tile.id() {
            self.compare_tile(id, &tile.hashes, Some(tile.root), kept);
        }
    }

    /// Compares the unfinished tile of a level with the one that is served.
    pub fn unfinished(&mut self, id: TileId, kept: &KeptTile) {
        let hashes = self.edge.unfinished(id.level()).to_vec();
        self.compare_tile(id, &hashes, None, kept);
    }

    fn compare_tile(&mut self, id: TileId, proven: &[Hash], root: Option<Hash>, kept: &KeptTile) {
        let (first, last) = covered(id, 0, id.width());
        match kept {
            KeptTile::NotKept => {}
            KeptTile::Unusable(detail) => {
                let detail = detail.clone();
                self.found([Finding::among(
                    first,
                    last,
                    Wrong::TileUnusable { tile: id, detail },
                )]);
            }
            KeptTile::There { hashes, .. } if hashes.len() != proven.len() => {
                let detail = format!("{} of {} hashes", hashes.len(), proven.len());
                self.found([Finding::among(
                    first,
                    last,
                    Wrong::TileUnusable { tile: id, detail },
                )]);
            }
            KeptTile::There {
                hashes,
                root: kept_root,
            } => {
                let differs = (0_u16..)
                    .zip(hashes.iter().zip(proven))
                    .find(|(_, (found, proven))| found != proven);
                if let Some((place, (found, proven))) = differs {
                    let (first, last) = covered(id, place, 1);
                    let (found, proven) = (*found, *proven);
                    self.found([Finding::among(
                        first,
                        last,
                        Wrong::TileHash {
                            tile: id,
                            found,
                            proven,
                        },
                    )]);
                }
                if let (Some(kept), Some(root)) = (kept_root, root)
                    && kept != root.as_bytes()
                {
                    self.found([Finding::among(first, last, Wrong::TileRoot { tile: id })]);
                }
            }
        }
    }

    /// Says what is wrong with what was looked at elsewhere.
    pub fn found(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
        self.findings.sort_by_key(Finding::order);
        self.findings.truncate(MAX_FINDINGS);
    }

    /// Says what was stated of more entries than there are.
    pub fn nothing_follows(&mut self) {
        let beyond = self.claims.beyond(self.edge.size());
        self.found(beyond);
    }

    /// The newest event of each block that was seen.
    pub fn blocks(&self) -> BTreeMap<String, Stand> {
        self.order.blocks.clone()
    }

    /// Entries so far, those before the start included.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }

    /// Root over them.
    pub fn root(&self) -> Hash {
        self.edge.root()
    }

    /// Up to which size a signed root agrees.
    pub fn signed(&self) -> u64 {
        self.claims.signed
    }

    /// What was found wrong: the first position first.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How far the entries have come.
    pub(super) fn order(&self) -> &Order {
        &self.order
    }
}

/// The positions that some hashes of a tile stand for.
pub(super) fn covered(tile: TileId, from: u16, count: u16) -> (u64, u64) {
    let each = 1_u64.checked_shl(u32::from(tile.level()) * 8).unwrap_or(u64::MAX);
    let place = |hash: u16| {
        let hash = tile
            .index()
            .saturating_mul(u64::from(TILE_WIDTH))
            .saturating_add(u64::from(hash));
        hash.saturating_mul(each)
    };
    (place(from).saturating_add(1), place(from.saturating_add(count)))
}
