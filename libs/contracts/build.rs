//! Compiles the contract under `proto/` without needing `protoc`.

use std::{env, error::Error, fs, path::PathBuf};

use prost::Message;

const FILES: &[&str] = &[
    "schakelpunt/options/v1/options.proto",
    "schakelpunt/hub/v1/hub.proto",
    "schakelpunt/programme/v1/reference.proto",
    "schakelpunt/programme/v1/project.proto",
    "schakelpunt/programme/v1/reporting.proto",
    "schakelpunt/programme/v1/feedback.proto",
    "schakelpunt/programme/v1/publication.proto",
    "schakelpunt/programme/v1/clock.proto",
    "schakelpunt/programme/v1/events.proto",
    "schakelpunt/transitions/v1/demand.proto",
    "schakelpunt/transitions/v1/application.proto",
    "schakelpunt/transitions/v1/award.proto",
    "schakelpunt/transitions/v1/solution.proto",
    "schakelpunt/transitions/v1/events.proto",
    "schakelpunt/professionalisation/v1/provider.proto",
    "schakelpunt/professionalisation/v1/rules.proto",
    "schakelpunt/professionalisation/v1/offer.proto",
    "schakelpunt/professionalisation/v1/class.proto",
    "schakelpunt/professionalisation/v1/issuing.proto",
    "schakelpunt/professionalisation/v1/passport.proto",
    "schakelpunt/professionalisation/v1/events.proto",
    "schakelpunt/culture/v1/estimate.proto",
    "schakelpunt/culture/v1/instrument.proto",
    "schakelpunt/culture/v1/measurement.proto",
    "schakelpunt/culture/v1/figure.proto",
    "schakelpunt/culture/v1/finding.proto",
    "schakelpunt/culture/v1/intervention.proto",
    "schakelpunt/culture/v1/coding.proto",
    "schakelpunt/culture/v1/events.proto",
    "schakelpunt/radar/v1/taxonomy.proto",
    "schakelpunt/radar/v1/source.proto",
    "schakelpunt/radar/v1/distilling.proto",
    "schakelpunt/radar/v1/curation.proto",
    "schakelpunt/radar/v1/trend.proto",
    "schakelpunt/radar/v1/edition.proto",
    "schakelpunt/radar/v1/events.proto",
    "schakelpunt/ledger/v1/service.proto",
    "schakelpunt/exchange/v1/subscription.proto",
    "schakelpunt/exchange/v1/delivery.proto",
    "schakelpunt/exchange/v1/connection.proto",
    "schakelpunt/exchange/v1/link.proto",
    "schakelpunt/exchange/v1/reported.proto",
    "schakelpunt/exchange/v1/events.proto",
    "schakelpunt/exchange/v1/catalogue.proto",
    "schakelpunt/insight/v1/traced.proto",
    "schakelpunt/insight/v1/linked.proto",
    "schakelpunt/insight/v1/service.proto",
    "schakelpunt/insight/v1/coherence.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    let proto = PathBuf::from("../../proto");
    println!("cargo::rerun-if-changed={}", proto.display());
    let out = PathBuf::from(env::var("OUT_DIR")?);

    let mut compiler = protox::Compiler::new([&proto])?;
    compiler
        .include_imports(true)
        .include_source_info(true)
        .open_files(FILES)?;
    // Encoded by protox itself, because prost's own descriptor types drop the custom options.
    let descriptors = compiler.encode_file_descriptor_set();
    fs::write(out.join("descriptors.bin"), &descriptors)?;

    tonic_prost_build::configure()
        .compile_well_known_types(true)
        .extern_path(".google.protobuf", "::pbjson_types")
        .bytes(".schakelpunt.ledger.v1.Entry")
        .compile_fds_with_config(prost_types_set(&descriptors)?, with_names())?;
    pbjson_build::Builder::new()
        .register_descriptors(&descriptors)?
        .emit_fields()
        .build(&[".schakelpunt"])?;
    Ok(())
}

/// Messages know their full name: the published events are found by it.
fn with_names() -> prost_build::Config {
    let mut config = prost_build::Config::new();
    config.enable_type_names();
    config
}

fn prost_types_set(bytes: &[u8]) -> Result<tonic_prost_build::FileDescriptorSet, prost::DecodeError> {
    tonic_prost_build::FileDescriptorSet::decode(bytes)
}
