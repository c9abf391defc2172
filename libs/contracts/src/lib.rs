//! The contract of the Landelijk Schakelpunt as Rust: messages, clients and servers generated from `proto/`, their JSON
//! form (the protobuf JSON mapping, unknown fields refused), and the descriptors with what the contract says about access
//! and events.

pub mod about;
pub mod asyncapi;
pub mod catalogue;
pub mod comments;
pub mod openapi;
pub mod rest;
pub mod rules;
pub mod schema;

/// Packages of the hub; the module path follows the package name.
pub mod schakelpunt {
    /// Options: access rules and event audiences.
    pub mod options {
        /// Version 1.
        #[allow(missing_docs, unreachable_pub, clippy::all, reason = "generated code")]
        pub mod v1 {
            tonic::include_proto!("schakelpunt.options.v1");
            include!(concat!(env!("OUT_DIR"), "/schakelpunt.options.v1.serde.rs"));
        }
    }
    /// Receipts, freshness, words.
    pub mod hub {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("schakelpunt.hub.v1");
            include!(concat!(env!("OUT_DIR"), "/schakelpunt.hub.v1.serde.rs"));
        }
    }
    /// The programme block.
    pub mod programme {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("schakelpunt.programme.v1");
            include!(concat!(env!("OUT_DIR"), "/schakelpunt.programme.v1.serde.rs"));
        }
    }
    /// Building block 1: the LLO-Radar.
    pub mod radar {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("schakelpunt.radar.v1");
            include!(concat!(env!("OUT_DIR"), "/schakelpunt.radar.v1.serde.rs"));
        }
    }
    /// Building block 2: solutions for transitions.
    pub mod transitions {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("schakelpunt.transitions.v1");
            include!(concat!(env!("OUT_DIR"), "/schakelpunt.transitions.v1.serde.rs"));
        }
    }
    /// Building block 3: professionalising education providers.
    pub mod professionalisation {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("schakelpunt.professionalisation.v1");
            include!(concat!(
                env!("OUT_DIR"),
                "/schakelpunt.professionalisation.v1.serde.rs"
            ));
        }
    }
    /// Building block 4: the learning culture.
    pub mod culture {
        /// Version 1.
        #[allow(clippy::large_enum_variant, reason = "generated code")]
        pub mod v1 {
            tonic::include_proto!("schakelpunt.culture.v1");
            include!(concat!(env!("OUT_DIR"), "/schakelpunt.culture.v1.serde.rs"));
        }
    }
    /// What other programmes subscribe to.
    pub mod exchange {
        /// Version 1.
        #[allow(clippy::large_enum_variant, reason = "generated code")]
        pub mod v1 {
            tonic::include_proto!("schakelpunt.exchange.v1");
            include!(concat!(env!("OUT_DIR"), "/schakelpunt.exchange.v1.serde.rs"));
        }
    }
    /// The ledger.
    pub mod ledger {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("schakelpunt.ledger.v1");
            include!(concat!(env!("OUT_DIR"), "/schakelpunt.ledger.v1.serde.rs"));
        }
    }
    /// Views over everything published.
    pub mod insight {
        /// Version 1.
        pub mod v1 {
            tonic::include_proto!("schakelpunt.insight.v1");
            include!(concat!(env!("OUT_DIR"), "/schakelpunt.insight.v1.serde.rs"));
        }
    }
}

pub use prost_reflect;
pub use schakelpunt::{
    culture, exchange, hub, insight, ledger, options, professionalisation, programme, radar, transitions,
};

/// The encoded descriptor set of everything under `proto/`, custom options included.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));
