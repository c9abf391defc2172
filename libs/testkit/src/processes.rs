//! The hub as separate processes, each block its own, as in production.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::{Client, TestServers, eventually};

/// The blocks as processes of the binary under test.
pub struct SeparateProcesses {
    /// Their servers.
    pub servers: TestServers,
    blocks: Vec<Running>,
}

struct Running {
    name: &'static str,
    port: u16,
    operations: u16,
    database: String,
    child: Option<Child>,
}

impl SeparateProcesses {
    /// Starts each of these blocks with the binary `program`, and waits until all are ready.
    ///
    /// # Panics
    /// When one does not start.
    pub async fn start(program: &Path, blocks: &[&'static str]) -> Self {
        let mut hub = Self::spawn(TestServers::start().await, program, blocks);
        hub.ready().await;
        hub
    }

    /// Starts each of these blocks on a database of its own, and waits until all are ready.
    ///
    /// # Panics
    /// When one does not start.
    pub async fn start_apart(program: &Path, blocks: &[&'static str]) -> Self {
        let servers = TestServers::start().await;
        let mut databases = Vec::new();
        for block in blocks {
            databases.push(servers.create_database(&format!("hub_{block}")).await);
        }
        let mut hub = Self::spawn_on(servers, program, blocks, &databases);
        hub.ready().await;
        hub
    }

    /// Starts each of these blocks on these servers, without waiting for them.
    ///
    /// # Panics
    /// When one cannot be started at all.
    #[must_use]
    pub fn spawn(servers: TestServers, program: &Path, blocks: &[&'static str]) -> Self {
        let databases = vec![servers.database_url(); blocks.len()];
        Self::spawn_on(servers, program, blocks, &databases)
    }

    fn spawn_on(servers: TestServers, program: &Path, blocks: &[&'static str], databases: &[String]) -> Self {
        let blocks = blocks
            .iter()
            .zip(databases)
            .map(|(name, database)| Running {
                name,
                database: database.clone(),
                port: local::free_port().unwrap(),
                operations: local::free_port().unwrap(),
                child: None,
            })
            .collect();
        let mut hub = Self { servers, blocks };
        for index in 0..hub.blocks.len() {
            hub.spawn_block(program, index);
        }
        hub
    }

    /// Waits until all blocks are ready.
    ///
    /// # Panics
    /// When one ends instead.
    pub async fn ready(&mut self) {
        for index in 0..self.blocks.len() {
            self.wait_ready(index).await;
        }
    }

    /// Address of one block.
    ///
    /// # Panics
    /// When there is no such block.
    #[must_use]
    pub fn address(&self, block: &str) -> String {
        format!("http://127.0.0.1:{}", self.blocks[self.find(block)].port)
    }

    /// A caller of one block.
    ///
    /// # Panics
    /// When there is no such block.
    #[must_use]
    pub fn caller(&self, block: &str, roles: &str) -> Client {
        Client::in_roles(&self.address(block), &self.servers.development_key(), roles)
    }

    /// Kills a block's process without warning.
    ///
    /// # Panics
    /// When there is no such block, or it does not run.
    pub fn kill(&mut self, block: &str) {
        let index = self.find(block);
        let mut child = self.blocks[index].child.take().expect("the block runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Starts a block again and waits until it is ready.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start_again(&mut self, program: &Path, block: &str) {
        let index = self.find(block);
        self.spawn_block(program, index);
        self.wait_ready(index).await;
    }

    fn find(&self, block: &str) -> usize {
        self.blocks
            .iter()
            .position(|running| running.name == block)
            .expect("a block of this hub")
    }

    fn spawn_block(&mut self, program: &Path, index: usize) {
        let home = self.servers.home();
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(home.join(format!("{}.log", self.blocks[index].name)))
            .unwrap();
        let mut command = Command::new(program);
        command
            .arg("serve")
            .arg(self.blocks[index].name)
            .env("DATABASE_URL", &self.blocks[index].database)
            .env("NATS_URL", self.servers.nats.url())
            .env("SCHAKELPUNT_PROFILE", "development")
            // Whatever might be logged is: some tests look for what must not be.
            .env("SCHAKELPUNT_TELEMETRY__LOG", "debug")
            .env(
                "SCHAKELPUNT_LISTEN",
                format!("127.0.0.1:{}", self.blocks[index].port),
            )
            .env(
                "SCHAKELPUNT_OPERATIONS",
                format!("127.0.0.1:{}", self.blocks[index].operations),
            )
            .env("SCHAKELPUNT_IDENTITY__PSEUDONYM_KEY", home.join("pseudonym.key"))
            .env("SCHAKELPUNT_IDENTITY__SERVICE_KEY", home.join("services.pem"))
            .env(
                "SCHAKELPUNT_IDENTITY__DEVELOPMENT_KEY",
                self.servers.development_key(),
            )
            .stdout(Stdio::null())
            .stderr(log);
        for peer in &self.blocks {
            let key = format!("SCHAKELPUNT_PEERS__{}", peer.name.to_ascii_uppercase());
            command.env(key, format!("http://127.0.0.1:{}", peer.port));
        }
        self.blocks[index].child = Some(command.spawn().unwrap());
    }

    async fn wait_ready(&mut self, index: usize) {
        let (name, operations) = (self.blocks[index].name, self.blocks[index].operations);
        let log = self.servers.home().join(format!("{name}.log"));
        eventually(&format!("the block {name} is ready"), async || {
            let ended = self.blocks[index]
                .child
                .as_mut()
                .expect("just started")
                .try_wait()
                .unwrap();
            assert!(
                ended.is_none(),
                "{name} ended: {ended:?}\n{}",
                std::fs::read_to_string(&log).unwrap_or_default()
            );
            is_ready(operations).await.then_some(())
        })
        .await;
    }
}

impl Drop for SeparateProcesses {
    fn drop(&mut self) {
        for child in self
            .blocks
            .iter_mut()
            .filter_map(|running| running.child.as_mut())
        {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Whether the process with this port for operations says that it is ready. Asked in the plainest way there is.
pub async fn is_ready(port: u16) -> bool {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let Ok(mut stream) = tokio::net::TcpStream::connect(("127.0.0.1", port)).await else {
        return false;
    };
    let request = b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let mut answer = String::new();
    stream.write_all(request).await.is_ok()
        && stream.read_to_string(&mut answer).await.is_ok()
        && answer.starts_with("HTTP/1.1 200")
}
