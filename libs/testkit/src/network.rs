//! A network between a process and a server that a test can break.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// Most bytes that are carried at once. Small, so that a throttle is felt.
const PIECE_BYTES: usize = 16 * 1024;

/// How a network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// Everything is carried at once.
    Fair,
    /// Every piece takes its time, and only so much is carried in a second, each way.
    Slow {
        /// What each piece waits.
        delay: Duration,
        /// How much is carried in a second.
        bytes_a_second: u32,
    },
    /// Nothing moves; connections stay, and go on later as if nothing had been.
    Still,
    /// Connections are accepted and everything that is sent is swallowed. When it is over they are cut, since what was
    /// swallowed never comes.
    Swallowing,
    /// Connections are cut, and new ones are cut at once.
    Cut,
}

/// A relay of connections to one server.
#[derive(Debug)]
pub struct Network {
    address: SocketAddr,
    weather: watch::Sender<Weather>,
    accepting: JoinHandle<()>,
}

impl Network {
    /// A fair network to the server at `target`.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (weather, watched) = watch::channel(Weather::Fair);
        let accepting = tokio::spawn(async move {
            loop {
                // A connection that was gone before it was accepted is nobody's.
                if let Ok((near, _)) = listener.accept().await {
                    tokio::spawn(carry(near, target, watched.clone()));
                }
            }
        });
        Self {
            address,
            weather,
            accepting,
        }
    }

    /// Where it is entered.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes the weather.
    pub fn set(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Carries one connection until an end closes it or the weather cuts it.
async fn carry(mut near: TcpStream, target: SocketAddr, mut weather: watch::Receiver<Weather>) {
    if *weather.borrow() == Weather::Swallowing {
        return swallow(&mut near, &mut weather).await;
    }
    if *weather.borrow() == Weather::Cut {
        return;
    }
    let Ok(far) = TcpStream::connect(target).await else {
        return;
    };
    let _ = (near.set_nodelay(true), far.set_nodelay(true));
    let (near_read, near_write) = near.into_split();
    let (far_read, far_write) = far.into_split();
    let mut both = weather.clone();
    tokio::select! {
        () = pump(near_read, far_write, weather.clone()) => {}
        () = pump(far_read, near_write, weather.clone()) => {}
        () = cut(&mut both) => {}
    }
}

/// Waits until connections of now do not live any longer.
async fn cut(weather: &mut watch::Receiver<Weather>) {
    let mut swallowing = false;
    loop {
        let now = *weather.borrow_and_update();
        if now == Weather::Cut || (swallowing && now != Weather::Swallowing) {
            return;
        }
        swallowing = now == Weather::Swallowing;
        if weather.changed().await.is_err() {
            return;
        }
    }
}

/// Reads and forgets until the weather is another; then the connection is of no use any more.
async fn swallow(near: &mut (impl AsyncRead + Unpin), weather: &mut watch::Receiver<Weather>) {
    let mut piece = [0; PIECE_BYTES];
    loop {
        tokio::select! {
            changed = weather.changed() => {
                if changed.is_err() || *weather.borrow() != Weather::Swallowing { return; }
            }
            read = near.read(&mut piece) => if !matches!(read, Ok(bytes) if bytes > 0) { return; }
        }
    }
}

async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut weather: watch::Receiver<Weather>,
) {
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let bytes = match from.read(&mut piece).await {
            Ok(bytes) if bytes > 0 => bytes,
            _ => return,
        };
        // While nothing moves this waits; whoever cuts the connection drops it here.
        if weather
            .wait_for(|weather| *weather != Weather::Still)
            .await
            .is_err()
        {
            return;
        }
        let now = *weather.borrow();
        match now {
            // However short it lasts: what comes after a piece that is gone must not be carried.
            Weather::Swallowing => return swallow(&mut from, &mut weather).await,
            Weather::Slow {
                delay,
                bytes_a_second,
            } => {
                let carrying = Duration::from_secs_f64(bytes as f64 / f64::from(bytes_a_second.max(1)));
                tokio::time::sleep(delay + carrying).await;
            }
            Weather::Fair | Weather::Still | Weather::Cut => {}
        }
        if to.write_all(&piece[..bytes]).await.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    /// A server that says everything back.
    async fn echo() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut read, mut write) = stream.split();
                    let _ = tokio::io::copy(&mut read, &mut write).await;
                });
            }
        });
        address
    }

    async fn said_back(stream: &mut TcpStream, text: &str) -> Option<String> {
        stream.write_all(text.as_bytes()).await.ok()?;
        let mut answer = vec![0; text.len()];
        stream.read_exact(&mut answer).await.ok()?;
        String::from_utf8(answer).ok()
    }

    async fn is_silent(stream: &mut TcpStream) -> bool {
        stream.write_all(b"lost").await.unwrap();
        let mut answer = [0; 4];
        tokio::time::timeout(Duration::from_millis(100), stream.read_exact(&mut answer))
            .await
            .is_err()
    }

    #[tokio::test]
    async fn in_fair_weather_and_slow_everything_arrives() {
        let network = Network::to(echo().await).await;
        let mut stream = TcpStream::connect(network.address()).await.unwrap();
        assert_eq!(said_back(&mut stream, "fair").await.as_deref(), Some("fair"));
        let delay = Duration::from_millis(30);
        network.set(Weather::Slow {
            delay,
            bytes_a_second: 1_000_000,
        });
        let started = Instant::now();
        assert_eq!(said_back(&mut stream, "slow").await.as_deref(), Some("slow"));
        assert!(started.elapsed() >= delay * 2, "there and back");
    }

    #[tokio::test]
    async fn what_stood_still_goes_on_and_what_was_swallowed_is_cut() {
        let network = Network::to(echo().await).await;
        let mut stream = TcpStream::connect(network.address()).await.unwrap();
        assert!(said_back(&mut stream, "open").await.is_some());
        network.set(Weather::Still);
        assert!(is_silent(&mut stream).await);
        network.set(Weather::Fair);
        let mut late = [0; 4];
        stream.read_exact(&mut late).await.unwrap();
        assert_eq!(&late, b"lost", "it came after all");

        network.set(Weather::Swallowing);
        assert!(is_silent(&mut stream).await);
        let mut new = TcpStream::connect(network.address()).await.unwrap();
        assert!(is_silent(&mut new).await, "it is accepted all the same");
        network.set(Weather::Fair);
        assert_eq!(said_back(&mut stream, "over").await, None);
        assert_eq!(said_back(&mut new, "over").await, None);
    }

    #[tokio::test]
    async fn a_cut_network_ends_what_is_open_and_what_comes() {
        let network = Network::to(echo().await).await;
        let mut stream = TcpStream::connect(network.address()).await.unwrap();
        assert!(said_back(&mut stream, "open").await.is_some());
        network.set(Weather::Cut);
        assert_eq!(said_back(&mut stream, "gone").await, None);
        let mut new = TcpStream::connect(network.address()).await.unwrap();
        assert_eq!(said_back(&mut new, "gone").await, None);
        network.set(Weather::Fair);
        let mut again = TcpStream::connect(network.address()).await.unwrap();
        assert!(said_back(&mut again, "back").await.is_some());
    }
}
