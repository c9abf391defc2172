//! Arguments of `schakelpunt credential`: classes, keys, issuing, revoking and verifying.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use contracts::professionalisation::v1::{KeyAlgorithm, ProofForm, RevocationReason};

use super::{RequestArgs, class::ClassCommand, verify_credential::VerifyCredentialArgs};

/// Microcredentials, from their classes to a document that is verified.
#[derive(Clone, Debug, Subcommand)]
pub enum CredentialCommand {
    /// Classes of microcredentials.
    #[command(subcommand)]
    Class(ClassCommand),
    /// The keys with which a provider signs.
    #[command(subcommand)]
    Key(KeyCommand),
    /// Issues credentials of one class.
    Issue(IssueArgs),
    /// Revokes a credential.
    Revoke {
        /// The provider that issued it.
        #[arg(value_name = "PROVIDER")]
        provider: String,
        /// Its place in the provider's status lists.
        #[arg(value_name = "STATUS_NUMBER")]
        status_number: u32,
        /// Why.
        #[arg(long = "reason", id = "revocation_reason", value_enum, required = true)]
        reason: RevocationReasonArg,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Checks a credential of any issuer, without a hub.
    Verify(VerifyCredentialArgs),
}

/// Keys of a provider.
#[derive(Clone, Debug, Subcommand)]
pub enum KeyCommand {
    /// The public keys of a provider, retired ones too.
    List {
        /// The provider.
        #[arg(value_name = "PROVIDER")]
        provider: String,
    },
    /// Makes a first key, or one that takes the place of the present one.
    Rotate {
        /// The provider.
        #[arg(value_name = "PROVIDER")]
        provider: String,
        /// Algorithm.
        #[arg(long, value_enum, default_value_t = AlgorithmArg::Ed25519)]
        algorithm: AlgorithmArg,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
    /// Retires a key: nothing is signed with it any more.
    Retire {
        /// The provider.
        #[arg(value_name = "PROVIDER")]
        provider: String,
        /// The key.
        #[arg(value_name = "KEY")]
        key: String,
        /// It fell into other hands: nothing it signed is valid any more.
        #[arg(long)]
        compromised: bool,
        /// Makes it safe to repeat.
        #[command(flatten)]
        request: RequestArgs,
    },
}

/// To whom which credentials are issued.
#[derive(Clone, Debug, Args)]
pub struct IssueArgs {
    /// The class.
    #[arg(value_name = "CLASS")]
    pub class: String,
    /// Labour-market region in which it was achieved.
    #[arg(long, value_name = "REGION", required = true)]
    pub region: String,
    /// Recipients as a JSON list of the contract's Recipient; `-` is standard input.
    #[arg(long, value_name = "FILE", required = true)]
    pub file: PathBuf,
    /// Folder into which the documents are written.
    #[arg(long, value_name = "FOLDER", required = true)]
    pub into: PathBuf,
    /// Form of the proof.
    #[arg(long, value_enum, default_value_t = FormArg::Embedded)]
    pub form: FormArg,
    /// Its provider; asked of the hub when left out.
    #[arg(long, value_name = "PROVIDER")]
    pub provider: Option<String>,
    /// Makes it safe to repeat.
    #[command(flatten)]
    pub request: RequestArgs,
}

/// Algorithm of a key, as an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AlgorithmArg {
    /// Ed25519, for embedded proofs.
    Ed25519,
    /// RSA with SHA-256, for proofs as a JWT.
    Rs256,
}

impl AlgorithmArg {
    /// As the contract writes it.
    pub fn algorithm(self) -> KeyAlgorithm {
        match self {
            Self::Ed25519 => KeyAlgorithm::Ed25519,
            Self::Rs256 => KeyAlgorithm::Rs256,
        }
    }
}

/// Form of a proof, as an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormArg {
    /// JSON-LD with the proof in it.
    Embedded,
    /// A JWT.
    Jwt,
}

impl FormArg {
    /// As the contract writes it.
    pub fn form(self) -> ProofForm {
        match self {
            Self::Embedded => ProofForm::Embedded,
            Self::Jwt => ProofForm::Jwt,
        }
    }

    /// How files with such a document end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Embedded => "json",
            Self::Jwt => "jwt",
        }
    }
}

/// Why a credential is revoked, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RevocationReasonArg {
    /// It was issued by mistake.
    IssuedInError,
    /// What it rests on turned out not to hold.
    GroundLapsed,
    /// It was replaced by another one.
    Replaced,
    /// The holder asked for it.
    HolderAsked,
}

impl RevocationReasonArg {
    /// As the contract writes it.
    pub fn reason(self) -> RevocationReason {
        match self {
            Self::IssuedInError => RevocationReason::IssuedInError,
            Self::GroundLapsed => RevocationReason::GroundLapsed,
            Self::Replaced => RevocationReason::Replaced,
            Self::HolderAsked => RevocationReason::HolderAsked,
        }
    }
}
