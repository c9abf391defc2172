//! Building a world: servers, networks, processes, reference data and the first projects.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Context, ensure};
use local::Durability;
use serde_json::json;
use testkit::{Client, Network, TestServers, is_ready, request_id};

use super::{Process, Setting, SmallDisk, World, door, end_of};
use crate::{
    data,
    subscribers::Subscribers,
    workload::{application, open_call, request, roles},
};

/// How long all processes may take to be ready, in seconds.
const READY_SECONDS: u64 = 90;

impl World {
    /// A hub like this that is ready, with everything that callers need to begin. Where nothing can be mounted its disk is
    /// that of the machine, and nobody fills it.
    pub(crate) async fn new(setting: Setting) -> anyhow::Result<Self> {
        let disk = setting.small_disk.then(SmallDisk::mount).and_then(Result::ok);
        let home = match &disk {
            Some(disk) => tempfile::tempdir_in(disk.place())?,
            None => tempfile::tempdir()?,
        };
        let servers = TestServers::start_in(home, Durability::Full).await;
        let door = door::start(servers.home()).await?;
        let mut world = Self {
            processes: setting
                .layout
                .processes()
                .into_iter()
                .map(|(name, blocks)| Process::new(name, blocks))
                .collect(),
            to_database: Network::to(address_in(&servers.database_url_by_port())?).await,
            to_broker: Network::to(address_in(&servers.nats.url())?).await,
            to_door: Network::to(door::address(&door)?).await,
            door,
            servers,
            disk,
            setting,
            record: Arc::default(),
            subscribers: Subscribers::default(),
            in_volume: false,
            kills: std::collections::BTreeMap::default(),
            surprises: Vec::new(),
        };
        for index in 0..world.processes.len() {
            world.start(index, &[])?;
            // One after the other: they share key files, and make those that are missing.
            world.ready_one(index).await?;
        }
        world.furnish().await?;
        world.subscribers = Subscribers::start(&world).await?;
        Ok(world)
    }

    /// Waits until all processes say that they are ready.
    pub(crate) async fn ready(&mut self) -> anyhow::Result<()> {
        for index in 0..self.processes.len() {
            self.ready_one(index).await?;
        }
        Ok(())
    }

    async fn ready_one(&mut self, index: usize) -> anyhow::Result<()> {
        let started = std::time::Instant::now();
        while !is_ready(self.processes[index].operations).await {
            self.look_after(index)?;
            ensure!(
                started.elapsed() < Duration::from_secs(READY_SECONDS),
                "{} is not ready after {READY_SECONDS} seconds:\n{}",
                self.processes[index].name,
                end_of(&self.log(index))
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// What every process is told.
    pub(super) fn variables(&self) -> Vec<(String, String)> {
        let home = self.servers.home();
        let through = |url: String, network: &Network| {
            let here = network.address().to_string();
            address_in(&url).map_or(url.clone(), |there| url.replace(&there.to_string(), &here))
        };
        let pair = |name: &str, value: String| (name.to_owned(), value);
        let path = |file: &str| home.join(file).display().to_string();
        vec![
            pair(
                "DATABASE_URL",
                through(self.servers.database_url_by_port(), &self.to_database),
            ),
            pair("NATS_URL", through(self.servers.nats.url(), &self.to_broker)),
            pair("SCHAKELPUNT_PROFILE", "development".to_owned()),
            pair("SCHAKELPUNT_IDENTITY__PSEUDONYM_KEY", path("pseudonym.key")),
            pair("SCHAKELPUNT_IDENTITY__SERVICE_KEY", path("services.pem")),
            pair(
                "SCHAKELPUNT_IDENTITY__DEVELOPMENT_KEY",
                self.servers.development_key().display().to_string(),
            ),
            pair("SCHAKELPUNT_EXCHANGE__KEY", path(door::KEY_FILE)),
            pair(
                "SCHAKELPUNT_EXCHANGE__NATS_URL",
                format!("nats://{}", self.to_door.address()),
            ),
            pair(
                "SCHAKELPUNT_EXCHANGE__WEBHOOK_RETRY_SECONDS",
                door::RETRY_SECONDS.to_owned(),
            ),
            pair(
                "SCHAKELPUNT_EXCHANGE__WEBHOOK_SECONDS",
                door::ANSWER_SECONDS.to_owned(),
            ),
        ]
    }

    /// Where a process finds the other blocks: in the processes of the same number.
    pub(super) fn peers(&self, index: usize) -> Vec<(String, String)> {
        let copy = |process: &Process| process.name.rsplit('-').next().map(str::to_owned);
        let own = copy(&self.processes[index]);
        let beside = self.processes.iter().filter(|process| copy(process) == own);
        beside
            .flat_map(|process| process.blocks.iter().map(|block| (*block, process.address())))
            .map(|(block, address)| {
                (
                    format!("SCHAKELPUNT_PEERS__{}", block.to_ascii_uppercase()),
                    address,
                )
            })
            .collect()
    }

    /// A caller of a process in all roles that calls here need.
    pub(crate) fn caller(&self, index: usize) -> Client {
        Client::in_roles(
            &self.processes[index].address(),
            &self.servers.development_key(),
            &roles(),
        )
    }

    /// Reference data, and a day in summer on which reports about half a year can be handed in.
    async fn furnish(&mut self) -> anyhow::Result<()> {
        self.clock("2023-12-01T09:00:00Z").await?;
        let address = self.processes[self.running("programme")[0]].address();
        let home = self.servers.home().display().to_string();
        let mut files: Vec<String> = std::fs::read_dir(data().join("reference"))?
            .filter_map(|entry| Some(entry.ok()?.path().display().to_string()))
            .collect();
        files.sort();
        let mut arguments = vec!["load", "--address", &address, "--data-dir", &home];
        arguments.extend(files.iter().map(String::as_str));
        let loaded = self.beside(&arguments, &[]).await?;
        ensure!(
            loaded.status.success(),
            "{}",
            String::from_utf8_lossy(&loaded.stderr)
        );
        self.clock("2024-07-20T09:00:00Z").await?;
        self.open_a_call().await
    }

    /// A call in which everybody can apply all the time, as soon as the transitions block has heard of what they name.
    async fn open_a_call(&self) -> anyhow::Result<()> {
        let caller = self.caller(self.running("programme")[0]);
        caller
            .reference()
            .define_entry(request(json!({"requestId": request_id(), "entry": open_call()}))?)
            .await
            .context("the call is not opened")?;
        let caller = self.caller(self.running("transitions")[0]);
        let first = json!({"requestId": request_id(), "application": application("llo-7000", "eerste")});
        caller.applications().draft_application(request(first)?).await?;
        let started = std::time::Instant::now();
        loop {
            let check = request(json!({"applicationId": "llo-7000"}))?;
            let checked = caller.applications().check_application(check).await;
            if checked.is_ok_and(|checked| checked.get_ref().can_be_submitted) {
                return Ok(());
            }
            ensure!(
                started.elapsed() < Duration::from_secs(READY_SECONDS),
                "the transitions block does not hear of the reference data"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Moves the clock of every process that runs the programme block.
    pub(crate) async fn clock(&self, to: &str) -> anyhow::Result<()> {
        for index in self.running("programme") {
            self.caller(index)
                .clock()
                .advance_clock(request(json!({"to": to}))?)
                .await
                .context("the clock is not moved")?;
        }
        Ok(())
    }
}

/// The address in a URL with credentials.
pub(crate) fn address_in(url: &str) -> anyhow::Result<SocketAddr> {
    let behind = url.rsplit_once('@').context("a URL with credentials")?.1;
    let address = behind.split('/').next().unwrap_or(behind);
    address
        .parse()
        .with_context(|| format!("{address} is an address"))
}
