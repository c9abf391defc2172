//! A private nats-server with JetStream.

use std::fs;
use std::io;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_nats::ConnectOptions;
use nix::sys::signal::Signal;

use crate::folder::{Folder, write_private};
use crate::home::{Home, Needs};
use crate::readiness::{Answer, wait};
use crate::supervisor::{Program, Running};
use crate::{Binaries, Error, USER, leftover, port};

const NAME: &str = "nats-server";

/// Where a server with an operator keeps the accounts it was told of.
const ACCOUNTS_FOLDER: &str = "accounts";

/// Whom nats-server runs as when we are root; Debian's package makes the first.
const ACCOUNTS: [&str; 2] = ["nats", "nobody"];

/// Large streams are read through at the start.
const START: Duration = Duration::from_secs(60);

const STOP: [(Signal, Duration); 2] = [
    (Signal::SIGTERM, Duration::from_secs(30)),
    (Signal::SIGKILL, Duration::from_secs(5)),
];

/// How often a start is repeated when the port turns out taken, and the pause between.
const START_ATTEMPTS: usize = 20;
const START_PAUSE: Duration = Duration::from_millis(200);

/// The kind of JetStream's reply, read by hand because async-nats 0.51 cannot read that of nats-server 2.9.
const ACCOUNT_INFO: &str = "account_info_response";

/// What a server with JetStream says of itself.
const JETSTREAM_RUNS: &str = "\"jetstream\":true";

/// What nats-server prints when somebody took the port after we chose it.
const PORT_TAKEN: &str = "address already in use";

/// A private nats-server with JetStream, which runs as long as this value lives or until it is stopped.
///
/// Dropping it without [`stop`](Self::stop) has it shut down all the same, and blocks for up to five seconds.
#[derive(Debug)]
pub struct Nats {
    program: PathBuf,
    folder: Folder,
    home: Home,
    access: Access,
    port: u16,
    running: Option<Running>,
}

/// Who is let in.
#[derive(Debug)]
enum Access {
    /// [`USER`] with a password.
    Password(String),
    /// Whom an operator's signature lets in.
    Operator(Operator),
}

/// A server that trusts an operator's signatures, so that accounts and users need not be known to it beforehand.
#[derive(Debug, Clone)]
pub struct Operator {
    /// Lines of the server's configuration: the operator, the system account and the resolver.
    pub configuration: String,
    /// Credentials of a user of the system account.
    pub credentials: String,
}

impl Nats {
    /// Starts nats-server with its streams in `<data_dir>/nats`, for the user [`USER`] and a password.
    ///
    /// Returns when JetStream answers. If an earlier nats-server still runs on the streams, because the hub that
    /// had started it was killed, that one is stopped first.
    ///
    /// # Errors
    ///
    /// [`Error::InUse`] when another process holds the data directory, [`Error::Exited`] and
    /// [`Error::NotReady`] with the end of the log when nats-server does not come up, and what can go wrong with
    /// files and accounts.
    pub async fn start(binaries: &Binaries, data_dir: &Path) -> Result<Self, Error> {
        let password = |folder: &Folder, _: &Path| Ok::<_, Error>(Access::Password(folder.password()?));
        Self::start_with(binaries, data_dir, password).await
    }

    /// As [`start`](Self::start), for whom an operator lets in. `operator` is given the folder in which the server keeps accounts.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start), and what `operator` says.
    pub async fn start_with_operator<E: From<Error>>(
        binaries: &Binaries,
        data_dir: &Path,
        operator: impl FnOnce(&Path) -> Result<Operator, E>,
    ) -> Result<Self, E> {
        let access = |_: &Folder, accounts: &Path| Ok(Access::Operator(operator(accounts)?));
        Self::start_with(binaries, data_dir, access).await
    }

    async fn start_with<E: From<Error>>(
        binaries: &Binaries,
        data_dir: &Path,
        access: impl FnOnce(&Folder, &Path) -> Result<Access, E>,
    ) -> Result<Self, E> {
        let folder = Folder::open(data_dir, "nats")?;
        // Streams are carried, not kept: PostgreSQL has all that was in them.
        let home = Home::prepare(
            &folder,
            Needs {
                server: NAME,
                accounts: &ACCOUNTS,
                disposable: true,
            },
        )?;
        let access = access(&folder, &home.path.join(ACCOUNTS_FOLDER))?;
        let port = port::free().map_err(Error::io("find a free port"))?;
        let mut nats = Self {
            program: binaries.nats_server.clone(),
            folder,
            home,
            access,
            port,
            running: None,
        };
        leftover::stop(NAME, &nats.pid_file(), &nats.home.path, &STOP).await?;
        nats.launch(true).await?;
        Ok(nats)
    }

    /// The server's address: `nats://...`, with name and password where it takes them.
    pub fn url(&self) -> String {
        match &self.access {
            Access::Password(password) => format!("nats://{USER}:{password}@{}", self.address()),
            Access::Operator(_) => format!("nats://{}", self.address()),
        }
    }

    /// The file with everything that nats-server prints.
    pub fn log(&self) -> PathBuf {
        self.folder.log()
    }

    /// Resolves when nats-server ends without having been asked to; the error quotes its log.
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

    /// Stops in an orderly way. Stopping what is stopped does nothing.
    ///
    /// # Errors
    ///
    /// [`Error::StillRunning`] when it does not even end when killed.
    pub async fn stop(&mut self) -> Result<(), Error> {
        self.stop_by(&STOP).await
    }

    /// Kills it, as a crash would.
    ///
    /// # Errors
    ///
    /// As [`stop`](Self::stop).
    pub async fn kill(&mut self) -> Result<(), Error> {
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

    /// As [`restart`](Self::restart), but with all streams, consumers and accounts gone, as after the loss of a disk.
    ///
    /// # Errors
    ///
    /// As [`restart`](Self::restart).
    pub async fn restart_with_empty_store(&mut self) -> Result<(), Error> {
        self.stop().await?;
        let store = self.store();
        for folder in [store, self.home.path.join(ACCOUNTS_FOLDER)] {
            match fs::remove_dir_all(&folder) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::io(format!("remove {}", folder.display()))(error));
                }
                _ => {}
            }
        }
        self.launch(false).await
    }

    /// The folder with its streams and consumers. Whoever wants to copy or replace it stops the server first.
    pub fn store(&self) -> PathBuf {
        self.home.path.join("store")
    }

    async fn stop_by(&mut self, steps: &[(Signal, Duration)]) -> Result<(), Error> {
        if let Some(running) = &mut self.running {
            running.stop(steps).await?;
        }
        self.running = None;
        Ok(())
    }

    fn address(&self) -> String {
        format!("{}:{}", Ipv4Addr::LOCALHOST, self.port)
    }

    fn pid_file(&self) -> PathBuf {
        self.home.path.join("pid")
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
                Err(error) if attempt < START_ATTEMPTS && port_taken(&error) => {
                    tracing::debug!(%error, "starting the private nats-server again");
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
        // In a file, since everybody can see a process's arguments.
        let configuration = self.home.path.join("nats.conf");
        write_private(&configuration, &self.configuration())?;
        self.home.hand_over(&configuration)?;
        Running::spawn(Program {
            name: NAME,
            path: &self.program,
            arguments: vec!["--config".into(), configuration.into()],
            home: &self.home,
            log: self.folder.log(),
            stop: Signal::SIGTERM,
        })
    }

    fn configuration(&self) -> String {
        let access = match &self.access {
            Access::Password(password) => format!(
                "authorization {{ user: {USER}, password: {password} }}\n",
                password = quoted(password)
            ),
            Access::Operator(operator) => operator.configuration.clone(),
        };
        format!(
            "listen: {address}\n\
             pid_file: {pid_file}\n\
             jetstream {{ store_dir: {store} }}\n\
             {access}",
            address = quoted(&self.address()),
            pid_file = quoted(&self.pid_file().display().to_string()),
            store = quoted(&self.store().display().to_string()),
        )
    }

    /// Logs in and asks: JetStream for the account's usage, or the server how it is.
    async fn answer(&self) -> Answer {
        let (question, expected) = match &self.access {
            Access::Password(_) => ("$JS.API.INFO", ACCOUNT_INFO),
            Access::Operator(_) => ("$SYS.REQ.SERVER.PING", JETSTREAM_RUNS),
        };
        match self.ask(question).await {
            Ok(reply) if reply.contains(expected) && !reply.contains("\"error\"") => Answer::Ready,
            Ok(reply) => Answer::NotYet(format!("it says {reply}")),
            Err(error) => Answer::NotYet(error.to_string()),
        }
    }

    async fn ask(&self, question: &'static str) -> Result<String, async_nats::Error> {
        let options = match &self.access {
            Access::Password(password) => {
                ConnectOptions::with_user_and_password(USER.to_owned(), password.clone())
            }
            Access::Operator(operator) => ConnectOptions::with_credentials(&operator.credentials)?,
        };
        let client = options.connect(self.address()).await?;
        let reply = client.request(question, "".into()).await?;
        Ok(String::from_utf8_lossy(&reply.payload).into_owned())
    }
}

fn port_taken(error: &Error) -> bool {
    matches!(error, Error::Exited { tail, .. } if tail.contains(PORT_TAKEN))
}

/// A string of nats-server's configuration language.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
