//! A private PostgreSQL.

use std::ffi::OsString;
use std::fs::{self, File};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::sys::signal::Signal;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use sqlx::{ConnectOptions, Connection, Executor};

use crate::folder::{Folder, write_private};
use crate::home::{Home, Needs};
use crate::readiness::{Answer, wait};
use crate::supervisor::{Program, Running, exited};
use crate::{Binaries, Error, USER, leftover, port, sockets};

const NAME: &str = "postgres";

/// Whom PostgreSQL runs as when we are root; Debian's package makes the first.
const ACCOUNTS: [&str; 2] = ["postgres", "nobody"];

/// A crashed server first replays its log, which takes a while after heavy writing.
const START: Duration = Duration::from_secs(120);

/// SIGINT is a fast shutdown (ends sessions, writes a checkpoint), SIGQUIT an immediate one (recovery at the next
/// start), and SIGKILL leaves the sessions to notice by themselves.
const STOP: [(Signal, Duration); 3] = [
    (Signal::SIGINT, Duration::from_secs(60)),
    (Signal::SIGQUIT, Duration::from_secs(10)),
    (Signal::SIGKILL, Duration::from_secs(5)),
];

/// How often a start is repeated when it failed for a reason that passes, and the pause between.
const START_ATTEMPTS: usize = 20;
const START_PAUSE: Duration = Duration::from_millis(200);

/// What PostgreSQL prints when such a reason is the cause: somebody took the port after we chose it, or a killed
/// server's sessions are not all gone yet.
const PASSING: [&str; 2] = ["Address already in use", "pre-existing shared memory block"];

/// SQLSTATE of a wrong password.
const INVALID_PASSWORD: &str = "28P01";

/// What PostgreSQL does for the data to survive a crash of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Everything: a commit is on disk when it is acknowledged.
    Full,
    /// Nothing. The data survives a crash of PostgreSQL, not one of the machine. And when root's data directory is
    /// one that PostgreSQL's account cannot reach, so that the files lie outside it, those are removed at some later
    /// start, once the data directory is gone.
    Tests,
}

/// A private PostgreSQL, which runs as long as this value lives or until it is stopped.
///
/// Dropping it without [`stop`](Self::stop) has it shut down all the same, and blocks for up to five seconds.
#[derive(Debug)]
pub struct Postgres {
    program: PathBuf,
    folder: Folder,
    home: Home,
    password: String,
    durability: Durability,
    port: u16,
    sockets: Option<PathBuf>,
    running: Option<Running>,
}

impl Postgres {
    /// Starts PostgreSQL on the cluster in `<data_dir>/postgres`, making one if there is none: in UTF-8, sorted by
    /// code point (locale C), for the superuser [`USER`] and a password.
    ///
    /// Returns when it answers a query. If an earlier PostgreSQL still runs on the cluster, because the hub that
    /// had started it was killed, that one is stopped first.
    ///
    /// # Errors
    ///
    /// [`Error::InUse`] when another process holds the data directory, [`Error::Exited`] and
    /// [`Error::NotReady`] with the end of the log when PostgreSQL does not come up, and what can go wrong with
    /// files and accounts.
    pub async fn start(binaries: &Binaries, data_dir: &Path, durability: Durability) -> Result<Self, Error> {
        let folder = Folder::open(data_dir, NAME)?;
        let disposable = durability == Durability::Tests;
        let home = Home::prepare(
            &folder,
            Needs {
                server: NAME,
                accounts: &ACCOUNTS,
                disposable,
            },
        )?;
        let password = folder.password()?;
        let port = port::free().map_err(Error::io("find a free port"))?;
        let program = binaries.postgres.clone();
        let mut postgres = Self {
            program,
            folder,
            home,
            password,
            durability,
            port,
            sockets: None,
            running: None,
        };
        postgres.create_cluster(&binaries.initdb).await?;
        let pid_file = postgres.cluster().join("postmaster.pid");
        leftover::stop(NAME, &pid_file, &postgres.home.path, &STOP).await?;
        postgres.sockets = sockets::prepare(&postgres.home)?;
        postgres.launch(true).await?;
        Ok(postgres)
    }

    /// The address of a database of this server, with name and password: `postgres://...`. The database `postgres`
    /// always exists. It leads through a Unix socket, or through the port where no socket can be made (the data
    /// directory's path is too long).
    pub fn url(&self, database: &str) -> String {
        let by_port = self.url_by_port(database);
        match &self.sockets {
            Some(folder) => format!("{by_port}?host={}", sockets::in_url(folder)),
            None => by_port,
        }
    }

    /// As [`url`](Self::url), through the port on 127.0.0.1: for who wants something in between.
    pub fn url_by_port(&self, database: &str) -> String {
        format!(
            "postgres://{USER}:{}@{}:{}/{database}",
            self.password,
            Ipv4Addr::LOCALHOST,
            self.port
        )
    }

    /// The file with everything that PostgreSQL prints.
    pub fn log(&self) -> PathBuf {
        self.folder.log()
    }

    /// Resolves when PostgreSQL ends without having been asked to; the error quotes its log.
    ///
    /// It watches the present run: after [`restart`](Self::restart), ask again.
    pub fn died(&self) -> impl Future<Output = Error> + Send + 'static {
        let died = self.running.as_ref().map(Running::died);
        async move {
            match died {
                Some(died) => died.await,
                None => std::future::pending().await,
            }
        }
    }

    /// Ends all sessions, writes everything to disk, and stops. Stopping what is stopped does nothing.
    ///
    /// # Errors
    ///
    /// [`Error::StillRunning`] when it does not even end when killed.
    pub async fn stop(&mut self) -> Result<(), Error> {
        self.stop_by(&STOP).await
    }

    /// Stops as a crash would: without a checkpoint, sessions cut off, recovery at the next start.
    ///
    /// # Errors
    ///
    /// As [`stop`](Self::stop).
    pub async fn stop_immediate(&mut self) -> Result<(), Error> {
        self.stop_by(&STOP[1..]).await
    }

    /// Stops if it is running, and starts again on the same port, so that its address stays the same.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start) and [`stop`](Self::stop); also when somebody has taken the port meanwhile.
    pub async fn restart(&mut self) -> Result<(), Error> {
        self.stop().await?;
        self.launch(false).await
    }

    async fn stop_by(&mut self, steps: &[(Signal, Duration)]) -> Result<(), Error> {
        if let Some(running) = &mut self.running {
            running.stop(steps).await?;
        }
        self.running = None;
        Ok(())
    }

    fn cluster(&self) -> PathBuf {
        self.home.path.join("cluster")
    }

    /// Runs initdb unless there is a cluster. It gets its final name when it is complete, so that an interrupted
    /// start does no harm.
    async fn create_cluster(&self, initdb: &Path) -> Result<(), Error> {
        let cluster = self.cluster();
        if cluster.exists() {
            return Ok(());
        }
        let unfinished = self.home.path.join("cluster.unfinished");
        if unfinished.exists() {
            let attempt = format!("remove {}", unfinished.display());
            fs::remove_dir_all(&unfinished).map_err(Error::io(attempt))?;
        }
        // The password file in our own folder may be out of the account's reach.
        let password_file = self.home.path.join("password.initdb");
        write_private(&password_file, &self.password)?;
        self.home.hand_over(&password_file)?;
        self.run_initdb(initdb, &unfinished, &password_file).await?;
        fs::remove_file(&password_file)
            .and_then(|()| fs::rename(&unfinished, &cluster))
            .and_then(|()| File::open(&self.home.path)?.sync_all())
            .map_err(Error::io(format!("complete {}", cluster.display())))
    }

    async fn run_initdb(&self, initdb: &Path, cluster: &Path, password_file: &Path) -> Result<(), Error> {
        let mut arguments: Vec<OsString> = ["--encoding=UTF8", "--no-locale", "--auth=scram-sha-256"]
            .map(OsString::from)
            .into();
        arguments.extend([
            "--username".into(),
            USER.into(),
            "--pwfile".into(),
            password_file.into(),
        ]);
        arguments.extend(["--pgdata".into(), cluster.into()]);
        if self.durability == Durability::Tests {
            arguments.push("--no-sync".into());
        }
        let mut running = Running::spawn(Program {
            name: "initdb",
            path: initdb,
            arguments,
            home: &self.home,
            log: self.folder.log(),
            stop: Signal::SIGTERM,
        })?;
        let status = running.exited().await;
        if status.success() {
            Ok(())
        } else {
            Err(exited("initdb", status, running.log()))
        }
    }

    /// Starts the server and waits for it. `may_move`: another port will do if the present one is taken.
    async fn launch(&mut self, may_move: bool) -> Result<(), Error> {
        for attempt in 1.. {
            let running = self.spawn()?;
            match wait(NAME, &running, START, async || self.answer().await).await {
                Ok(()) => {
                    self.running = Some(running);
                    break;
                }
                Err(error) if attempt < START_ATTEMPTS && passes(&error) => {
                    tracing::debug!(%error, "starting the private PostgreSQL again");
                    tokio::time::sleep(START_PAUSE).await;
                    if may_move {
                        self.port = port::free().map_err(Error::io("find a free port"))?;
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn spawn(&self) -> Result<Running, Error> {
        let mut arguments = vec!["-D".into(), self.cluster().into()];
        for setting in settings(self.durability, self.port) {
            arguments.extend(["-c".into(), setting.into()]);
        }
        let mut sockets = OsString::from("unix_socket_directories=");
        sockets.extend(self.sockets.as_deref().map(Path::as_os_str));
        arguments.extend(["-c".into(), sockets]);
        Running::spawn(Program {
            name: NAME,
            path: &self.program,
            arguments,
            home: &self.home,
            log: self.folder.log(),
            stop: Signal::SIGINT,
        })
    }

    /// Logs in and asks for one row.
    async fn answer(&self) -> Answer {
        let options = PgConnectOptions::new_without_pgpass()
            .host(&Ipv4Addr::LOCALHOST.to_string())
            .port(self.port)
            .username(USER)
            .password(&self.password)
            .database("postgres")
            .ssl_mode(PgSslMode::Disable)
            .disable_statement_logging();
        match ask(&options).await {
            Ok(()) => Answer::Ready,
            Err(error)
                if error.as_database_error().and_then(|e| e.code()).as_deref() == Some(INVALID_PASSWORD) =>
            {
                Answer::Hopeless(Error::Refused {
                    server: NAME,
                    password: self.folder.password_file(),
                })
            }
            Err(error) => Answer::NotYet(error.to_string()),
        }
    }
}

async fn ask(options: &PgConnectOptions) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect_with(options).await?;
    connection.execute("SELECT 1").await?;
    connection.close().await
}

fn passes(error: &Error) -> bool {
    matches!(error, Error::Exited { tail, .. } if PASSING.iter().any(|text| tail.contains(text)))
}

/// The settings that differ from PostgreSQL's own, as `name=value`. They are given at every start instead of
/// written into the cluster, so that a newer hub's settings hold for an older cluster.
fn settings(durability: Durability, port: u16) -> Vec<String> {
    let mut settings = vec![
        format!("port={port}"),
        format!("listen_addresses={}", Ipv4Addr::LOCALHOST),
        "max_connections=300".into(),
        "password_encryption=scram-sha-256".into(),
        "timezone=UTC".into(),
        "log_timezone=UTC".into(),
        // Compiling a query pays off from seconds on; ours take milliseconds.
        "jit=off".into(),
        // To the file we opened, whatever the distribution's defaults say.
        "logging_collector=off".into(),
        "log_destination=stderr".into(),
    ];
    let more: &[&str] = match durability {
        Durability::Full => &[
            "shared_buffers=256MB",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
        ],
        Durability::Tests => &[
            "shared_buffers=128MB",
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
        ],
    };
    settings.extend(more.iter().map(|setting| (*setting).to_owned()));
    settings
}
