//! Releases that come in.

use blocks::contract::NAME_CHARS_MAX;
use contracts::radar::v1;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::{TaxonomyCalls, write};
use crate::{
    domain::taxonomy::{Changes, File, Release, Taxonomy},
    grpc::filing,
    taxonomies::{FileBytes, PART_BYTES_MAX, Uploaded},
};

/// Most files of a release.
pub(crate) const FILES_MAX: usize = 100;
/// Longest name of a file, in characters.
pub(crate) const FILE_NAME_CHARS_MAX: usize = 80;
/// Longest version, in characters.
pub(super) const VERSION_CHARS_MAX: usize = 40;

impl TaxonomyCalls {
    pub(super) async fn upload(
        &self,
        request: &v1::UploadReleaseFileRequest,
    ) -> Result<v1::UploadReleaseFileResponse, Fault> {
        let mut faults = Faults::new();
        faults.uuid("request_id", &request.request_id);
        let scheme_id = faults.id("scheme_id", &request.scheme_id);
        let version = read_version(&mut faults, &request.version);
        let name = read_name(&mut faults, "file_name", &request.file_name);
        let bytes = request.content.len();
        let expected = format!("at most {PART_BYTES_MAX} bytes, not {bytes}");
        faults.check("content", bytes <= PART_BYTES_MAX, &expected);
        let (scheme_id, version, name) = faults.finish((scheme_id, version, name))?;
        let taxonomies = &self.0.taxonomies;
        if bytes == 0 {
            let bytes = taxonomies.bytes_there(&scheme_id, &version, &name).await?;
            return Ok(v1::UploadReleaseFileResponse { bytes });
        }
        let kept = taxonomies.keep_part(&scheme_id, &version, &name, request.offset, &request.content);
        match kept.await? {
            Uploaded::Kept(bytes) => Ok(v1::UploadReleaseFileResponse { bytes }),
            Uploaded::Gap(bytes) => Err(refuse(
                "offset",
                &format!("{bytes}, where the file ends so far, or 0"),
            )),
            Uploaded::TooLarge => Err(refuse("content", "a file of at most 256 MiB in all")),
            Uploaded::TooMany => Err(refuse(
                "file_name",
                &format!("at most {FILES_MAX} files of one release"),
            )),
        }
    }

    pub(super) async fn import(
        &self,
        request: &Request<v1::ImportReleaseRequest>,
    ) -> Result<v1::ImportReleaseResponse, Fault> {
        let given = request.get_ref();
        let parsed = parse(given);
        let (change, release) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.office.now();
        let meta = change.meta(now, filing::block());
        let store = &self.0.office.store;
        let (committed, remarks) = match store.known_request(&meta).await? {
            Some(committed) => (committed, Vec::new()),
            None => {
                let files = self.files(given, &release).await?;
                let imported = self
                    .0
                    .taxonomies
                    .import(store, release.clone(), files, &meta, today);
                let outcome = imported.await?;
                (outcome.committed, outcome.remarks)
            }
        };
        let taxonomy = store.load::<Taxonomy>(&release.scheme_id).await?.state;
        let versions = taxonomy.releases().iter();
        let number = versions
            .map(|it| &it.release.version)
            .position(|it| *it == release.version);
        Ok(v1::ImportReleaseResponse {
            receipt: self.0.office.receipt(&release.scheme_id, &committed),
            release: number.and_then(|it| write::numbered(&taxonomy, it + 1)),
            remarks,
        })
    }

    /// The files that were handed over, each with the digest that the request names. Those of a release that was imported before are not
    /// there any more: then their digests alone say whether it is the same.
    async fn files(
        &self,
        given: &v1::ImportReleaseRequest,
        release: &Release,
    ) -> Result<Vec<FileBytes>, Fault> {
        let known = self
            .0
            .office
            .store
            .load::<Taxonomy>(&release.scheme_id)
            .await?
            .state;
        if known.release(&release.version).is_some() {
            return Ok(Vec::new());
        }
        let (mut faults, mut files) = (Faults::new(), Vec::new());
        for (index, file) in given.files.iter().enumerate() {
            let taxonomies = &self.0.taxonomies;
            match taxonomies
                .uploaded(&release.scheme_id, &release.version, &file.name)
                .await?
            {
                None => faults.add(
                    format!("files[{index}].name"),
                    "a file that was handed over before",
                ),
                Some((_, digest)) if !file.sha256.eq_ignore_ascii_case(&digest) => faults.add(
                    format!("files[{index}].sha256"),
                    format!("the digest of what was handed over, {digest}"),
                ),
                Some((content, _)) => files.push(FileBytes {
                    name: file.name.clone(),
                    content,
                }),
            }
        }
        faults.finish(files)
    }
}

fn refuse(field: &str, expected: &str) -> Fault {
    Fault::invalid(vec![eventing::FieldFault::new(field, expected)])
}

fn read_version(faults: &mut Faults, version: &str) -> String {
    let version = faults.text("version", version, VERSION_CHARS_MAX, true);
    // One way to write each: `v1.1.1` and `1.1.1` would be two releases otherwise.
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_' | '+');
    let parsed = taxonomy::Version::parse(&version);
    let is_version = version.chars().all(is_plain) && parsed.is_ok_and(|it| it.as_str() == version);
    let expected = "a version such as 1.1.1, without spaces and without v before it";
    faults.check("version", is_version, expected);
    version
}

fn read_name(faults: &mut Faults, field: &str, name: &str) -> String {
    let name = faults.text(field, name, FILE_NAME_CHARS_MAX, true);
    faults.check(
        field,
        !name.contains(['/', '\\']),
        "the name of a file, without a folder",
    );
    name
}

fn read_file(file: &v1::ReleaseFile) -> File {
    File {
        name: file.name.clone(),
        sha256: file.sha256.to_ascii_lowercase(),
    }
}

fn parse(given: &v1::ImportReleaseRequest) -> Result<Release, Fault> {
    let mut faults = Faults::new();
    let scheme_id = faults.id("scheme_id", &given.scheme_id);
    let is_scheme = taxonomy::Scheme::parse(&scheme_id).is_ok();
    faults.check("scheme_id", is_scheme, "a scheme such as esco, in small letters");
    let version = read_version(&mut faults, &given.version);
    let published_on = faults.date("published_on", &given.published_on);
    faults.at_most("files", &given.files, FILES_MAX);
    faults.check("files", !given.files.is_empty(), "at least one file");
    for (index, file) in given.files.iter().take(FILES_MAX).enumerate() {
        read_name(&mut faults, &format!("files[{index}].name"), &file.name);
        let is_digest = file.sha256.len() == 64 && hex::decode(&file.sha256).is_ok();
        let expected = "64 hexadecimal digits";
        faults.check(&format!("files[{index}].sha256"), is_digest, expected);
        let mut earlier = given.files.iter().take(index);
        let is_new = earlier.all(|it| it.name != file.name);
        faults.check(
            &format!("files[{index}].name"),
            is_new,
            "a name that no earlier file has",
        );
    }
    let release = Release {
        scheme_id,
        version,
        title: faults.text("title", &given.title, NAME_CHARS_MAX, true),
        source_uri: faults.optional_uri("source_uri", &given.source_uri),
        licence: faults.text("licence", &given.licence, NAME_CHARS_MAX, true),
        published_on: published_on.unwrap_or_default(),
        files: given.files.iter().take(FILES_MAX).map(read_file).collect(),
        concepts: 0,
        labels: 0,
        languages: Vec::new(),
        changes: Changes::default(),
        has_own_translations: false,
    };
    faults.finish(release)
}
