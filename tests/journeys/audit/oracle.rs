//! The same checks by crates of others.

use base64::{Engine, engine::general_purpose::STANDARD};
use schakelpunt::client::Hub;
use signed_note::{Note, StandardVerifier, VerifierList};
use testkit::TestHub;
use tlog_tiles::{Hash, HashReader, Tile};

/// All hashes of a tree in the order in which the other crate stores them.
#[derive(Default)]
struct Stored(Vec<Hash>);

impl HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        Ok(indexes
            .iter()
            .map(|index| self.0[usize::try_from(*index).unwrap()])
            .collect())
    }
}

/// Size and root of a signed checkpoint.
fn checkpoint(note: &[u8], key: &str) -> (u64, Hash) {
    let verifier = StandardVerifier::new(key).unwrap();
    let note = Note::from_bytes(note).unwrap();
    note.verify(&VerifierList::new(vec![Box::new(verifier)])).unwrap();
    let text = String::from_utf8(note.text().to_vec()).unwrap();
    let lines: Vec<_> = text.lines().collect();
    (lines[1].parse().unwrap(), Hash::parse_hash(lines[2]).unwrap())
}

/// Proves a receipt.
pub(super) fn check_receipt(receipt: &str, key: &str) {
    let (proof, note) = receipt.split_once("\n\n").unwrap();
    let lines: Vec<_> = proof.lines().collect();
    assert_eq!(lines[0], "c2sp.org/tlog-proof@v1");
    let entry = STANDARD.decode(lines[1].strip_prefix("extra ").unwrap()).unwrap();
    let index = lines[2].strip_prefix("index ").unwrap().parse().unwrap();
    let hashes: Vec<_> = lines[3..]
        .iter()
        .map(|line| Hash::parse_hash(line).unwrap())
        .collect();
    let (size, root) = checkpoint(note.as_bytes(), key);
    tlog_tiles::check_record(&hashes, size, root, index, tlog_tiles::record_hash(&entry)).unwrap();
}

/// A log read from its files.
pub(super) struct Oracle {
    hub: Hub,
    size: u64,
    root: Hash,
    stored: Stored,
}

impl Oracle {
    pub(super) async fn read(hub: &TestHub, key: &str) -> Self {
        let token = hub.servers.home().join("auditor.jwt");
        let issuer =
            runtime::identity::development::LocalIssuer::development(&hub.servers.development_key()).unwrap();
        let grants = ["auditor".parse().unwrap()];
        let life = std::time::Duration::from_secs(600);
        std::fs::write(&token, issuer.token(&grants, "auditor", life).unwrap()).unwrap();
        let globals = globals(&hub.address(), &token);
        let client = Hub::of(&globals).unwrap();
        let (size, root) = checkpoint(&file(&client, "checkpoint").await, key);
        let mut oracle = Self {
            hub: client,
            size,
            root,
            stored: Stored::default(),
        };
        for index in 0..size.div_ceil(256) {
            let width = (size - index * 256).min(256);
            let bundle = file(&oracle.hub, &format!("tile/entries/{}", place(index, width))).await;
            oracle.append(index * 256, &bundle);
        }
        oracle
    }

    fn append(&mut self, first: u64, mut bundle: &[u8]) {
        let mut index = first;
        while let Some((length, rest)) = bundle.split_first_chunk::<2>() {
            let (entry, rest) = rest.split_at(usize::from(u16::from_be_bytes(*length)));
            let more = tlog_tiles::stored_hashes(index, entry, &self.stored).unwrap();
            self.stored.0.extend(more);
            (bundle, index) = (rest, index + 1);
        }
    }

    /// The root over the served entries is the signed one, and every served tile is the one that follows from them.
    pub(super) async fn check(&self) {
        assert_eq!(tlog_tiles::tree_hash(self.size, &self.stored).unwrap(), self.root);
        let tiles = Tile::new_tiles(8, 0, self.size);
        assert!(tiles.len() >= 4, "{tiles:?}");
        for tile in tiles {
            let name = tile.path().replacen("tile/8/", "tile/", 1);
            assert_eq!(
                file(&self.hub, &name).await,
                tile.read_data(&self.stored).unwrap(),
                "{name}"
            );
        }
    }
}

fn globals(address: &str, token: &std::path::Path) -> schakelpunt::cli::Globals {
    let token = token.display().to_string();
    let arguments = [
        "schakelpunt",
        "overview",
        "--address",
        address,
        "--token-file",
        &token,
    ];
    let texts = schakelpunt::output::Texts::new(schakelpunt::output::Lang::Nl);
    let arguments: Vec<_> = arguments.into_iter().map(std::ffi::OsString::from).collect();
    let cli = schakelpunt::cli::parse(&arguments, &texts, schakelpunt::output::Format::Text);
    cli.unwrap_or_else(|_| panic!("the options are right")).globals
}

fn place(index: u64, width: u64) -> String {
    if width == 256 {
        format!("{index:03}")
    } else {
        format!("{index:03}.p/{width}")
    }
}

async fn file(hub: &Hub, name: &str) -> Vec<u8> {
    let (status, body) = hub.get(&format!("/ledger/{name}")).await.unwrap();
    assert_eq!(status, 200, "{name}: {}", String::from_utf8_lossy(&body));
    body.to_vec()
}
