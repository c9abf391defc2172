//! Reads files and carries out their lines.

use std::path::{Path, PathBuf};

use tokio::{
    fs::File,
    io::{AsyncBufRead, BufReader},
};

use super::{
    about::About,
    actors::Actors,
    check::Seen,
    fault::Fault,
    flow::{Flow, Outcome},
    instruction::{Instruction, Said, understand},
    lines::{Line, Lines},
    methods::Methods,
    progress::Progress,
    sender::{Done, Sender},
    summary::{FileSummary, Summary},
};
use crate::{
    cli::LoadArgs,
    client::{Hub, Refusal},
    failure::{Failure, Note},
    output::{Format, Texts},
};

/// Bytes read from a file at once.
const READ_AT_ONCE: usize = 256 * 1024;

/// How to load.
#[derive(Clone, Debug)]
pub struct Options {
    /// The arguments of the command.
    pub args: LoadArgs,
    /// Directory of a hub on this machine, for its development issuer.
    pub data_dir: PathBuf,
    /// How faults are told.
    pub format: Format,
}

/// Loads files into a hub, or only checks them.
pub struct Loader<'a> {
    methods: Methods,
    /// Nothing when the files are only checked.
    live: Option<(Flow, Actors)>,
    stop_at_first_error: bool,
    progress: Progress<'a>,
    stopped: bool,
}

/// One file while it is being loaded.
struct Work {
    summary: FileSummary,
    about: Option<About>,
    seen: Seen,
}

impl<'a> Loader<'a> {
    /// Loads into `hub`; without one files are only checked.
    ///
    /// # Errors
    /// When a token that was given cannot be read.
    pub fn new(hub: Option<&Hub>, options: Options, texts: &'a Texts) -> Result<Self, Failure> {
        let methods = Methods::new(contracts::DESCRIPTORS).map_err(|error| Failure::Server(error.into()))?;
        let Options {
            args,
            data_dir,
            format,
        } = options;
        let live = |hub: &Hub| {
            let sender = Sender::new(hub, std::time::Duration::from_secs(args.retry_for));
            let actors = Actors::new(hub.bearer().clone(), &args.token_for, data_dir)?;
            Ok::<_, Failure>((Flow::new(sender, args.concurrency.into()), actors))
        };
        let live = hub.map(live).transpose()?;
        let progress = Progress::new(texts, format);
        Ok(Self {
            methods,
            live,
            stop_at_first_error: args.stop_at_first_error,
            progress,
            stopped: false,
        })
    }

    /// Loads the files one after the other.
    pub async fn load(&mut self, files: &[PathBuf]) -> Summary {
        let mut summary = Summary::default();
        for file in files {
            if !self.stopped {
                summary.files.push(self.file(file).await);
            }
        }
        self.progress.clear();
        summary.stopped = self.stopped;
        summary
    }

    async fn file(&mut self, file: &Path) -> FileSummary {
        let summary = FileSummary {
            file: file.display().to_string(),
            ..FileSummary::default()
        };
        self.progress.file(&summary.file);
        let mut work = Work {
            summary,
            about: None,
            seen: Seen::default(),
        };
        let outcome = if file == Path::new("-") {
            self.lines(
                BufReader::with_capacity(READ_AT_ONCE, tokio::io::stdin()),
                &mut work,
            )
            .await
        } else {
            match File::open(file).await {
                Ok(opened) => {
                    self.lines(BufReader::with_capacity(READ_AT_ONCE, opened), &mut work)
                        .await
                }
                Err(error) => Err((0, error)),
            }
        };
        if let Err((line, error)) = outcome {
            let note = Note::new("load-unreadable").with("error", error);
            self.failed(&mut work, line, "", &Fault::here("FILE_UNUSABLE", note));
        }
        self.drain(&mut work).await;
        work.summary
    }

    async fn lines(
        &mut self,
        reader: impl AsyncBufRead + Unpin,
        work: &mut Work,
    ) -> Result<(), (u64, std::io::Error)> {
        let mut lines = Lines::new(reader);
        let mut last = 0;
        while let Some(line) = lines.next().await.map_err(|error| (last, error))? {
            last = line.number;
            let away = self.live.as_ref().is_some_and(|(flow, _)| flow.is_away());
            self.progress.at(&work.summary.file, last, away);
            self.line(line, work).await;
            if self.stopped || (work.about.is_none() && work.summary.refused > 0) {
                return Ok(());
            }
        }
        if work.about.is_none() {
            self.failed(
                work,
                last,
                "",
                &Fault::here("ABOUT_MISSING", Note::new("about-missing")),
            );
        }
        Ok(())
    }

    async fn line(&mut self, line: Line, work: &mut Work) {
        let said = line.text.and_then(|text| understand(&text, &self.methods));
        let fault = match (said, &work.about) {
            (Ok(Said::Nothing), _) => return,
            (Ok(Said::About(about)), None) => about_file(*about, work).err(),
            (Ok(Said::About(_)), Some(_)) => Some(Fault::here("ABOUT_AGAIN", Note::new("about-again"))),
            (Ok(Said::Call(_)), None) => Some(Fault::here("ABOUT_MISSING", Note::new("about-missing"))),
            (Ok(Said::Call(instruction)), Some(_)) => {
                return self.call(line.number, *instruction, work).await;
            }
            (Err(fault), _) => Some(fault),
        };
        fault
            .iter()
            .for_each(|fault| self.failed(work, line.number, "", fault));
    }

    async fn call(&mut self, line: u64, instruction: Instruction, work: &mut Work) {
        let name = instruction.method.name().to_owned();
        let Some((_, actors)) = &mut self.live else {
            match work.seen.note(line, &instruction) {
                Ok(()) => work.summary.lines += 1,
                Err(fault) => self.failed(work, line, &name, &fault),
            }
            return;
        };
        match actors.bearer(instruction.acting_as.as_ref()) {
            Err(fault) => self.failed(work, line, &name, &fault),
            Ok(bearer) => {
                self.wait_for_room(&instruction, work).await;
                if let (false, Some((flow, _))) = (self.stopped, &mut self.live) {
                    work.summary.lines += 1;
                    flow.start(line, instruction, bearer);
                }
                if self.stop_at_first_error {
                    // Side by side, several lines could fail before the first failure is known.
                    self.drain(work).await;
                }
            }
        }
    }

    async fn wait_for_room(&mut self, instruction: &Instruction, work: &mut Work) {
        while let Some((flow, _)) = &mut self.live {
            if self.stopped || flow.has_room_for(instruction) {
                return;
            }
            match flow.finished().await {
                Some(outcome) => self.note(outcome, work),
                None => return,
            }
        }
    }

    /// Waits for everything that is under way.
    async fn drain(&mut self, work: &mut Work) {
        while let Some((flow, _)) = &mut self.live {
            match flow.finished().await {
                Some(outcome) => self.note(outcome, work),
                None => return,
            }
        }
    }

    fn note(&mut self, outcome: Outcome, work: &mut Work) {
        match outcome.result {
            Ok(Done::Changed) => work.summary.done += 1,
            Ok(Done::WithoutReceipt) => work.summary.without_receipt += 1,
            Ok(Done::AlreadyThere) => work.summary.already_there += 1,
            Ok(Done::InVain) => {
                // The line was counted when it started.
                work.summary.lines -= 1;
                let fault = Fault::here("WAITED_IN_VAIN", Note::new("waited-in-vain"));
                self.failed(work, outcome.line, &outcome.call, &fault);
            }
            Err(status) => {
                // The line was counted when it started.
                work.summary.lines -= 1;
                let fault = Fault::There(Box::new(Refusal::from(status)));
                self.stopped |= fault.is_away();
                self.failed(work, outcome.line, &outcome.call, &fault);
            }
        }
    }

    fn failed(&mut self, work: &mut Work, line: u64, call: &str, fault: &Fault) {
        work.summary.lines += 1;
        work.summary.refused += 1;
        self.stopped |= self.stop_at_first_error;
        self.progress.fault(&work.summary.file, line, call, fault);
    }
}

fn about_file(about: About, work: &mut Work) -> Result<(), Fault> {
    if about.source.trim().is_empty() {
        return Err(Fault::here(
            "ABOUT_WITHOUT_SOURCE",
            Note::new("about-without-source"),
        ));
    }
    work.summary.title = about.title.clone();
    work.summary.source.clone_from(&about.source);
    work.summary.example = about.example;
    work.about = Some(about);
    Ok(())
}
