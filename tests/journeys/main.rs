//! Journeys: what people do with the hub, from end to end, on real PostgreSQL and NATS; all-in-one and as separate processes.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a journey that cannot go on has failed"
)]

mod access;
mod audit;
mod bad_input;
mod coherence;
mod command_line;
mod command_line_culture;
mod command_line_exchange;
mod command_line_professionalisation;
mod command_line_radar;
mod command_line_transitions;
mod culture;
mod culture_in_insight;
mod error_pages;
mod exchange;
mod faults;
mod four_blocks;
mod issuing_attacked;
mod passport;
mod pipeline;
mod professionalisation;
mod publication;
mod radar;
mod radar_attacked;
mod reach;
mod repeats;
mod rest;
mod season;
mod seen;
mod shell;
mod trace;
mod transitions;
mod transitions_apart;
mod walk;
