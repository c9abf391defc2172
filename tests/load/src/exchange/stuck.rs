//! A connection that is never read: what the hub sends stays in its buffers, until they are full.

use anyhow::Context;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy},
    net::{TcpListener, TcpStream, tcp::OwnedReadHalf, tcp::OwnedWriteHalf},
};

/// Bytes of answers that are still passed on: enough to be let in, and for the first events.
const READ_BYTES: u64 = 64 * 1024;

/// A way to the hub that stops passing on its answers. Connections live as long as the program.
pub(super) async fn way_to(hub: &str) -> anyhow::Result<String> {
    let hub = hub
        .strip_prefix("http://")
        .context("an address over http")?
        .to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let hub = hub.clone();
            tokio::spawn(pass_on(client, hub));
        }
    });
    Ok(format!("http://{address}"))
}

async fn pass_on(client: TcpStream, hub: String) -> anyhow::Result<()> {
    let (from_client, to_client) = client.into_split();
    let (from_hub, to_hub) = TcpStream::connect(hub).await?.into_split();
    tokio::try_join!(ask(from_client, to_hub), answer(from_hub, to_client))?;
    Ok(())
}

async fn ask(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> anyhow::Result<()> {
    copy(&mut from, &mut to).await?;
    Ok(())
}

async fn answer(from: OwnedReadHalf, mut to: OwnedWriteHalf) -> anyhow::Result<()> {
    let mut first = from.take(READ_BYTES);
    copy(&mut first, &mut to).await?;
    to.flush().await?;
    // From here on nobody reads.
    std::future::pending().await
}
