//! A reader of server-sent events, which keeps where it is and says so when it comes back.

use anyhow::{Context, ensure};

use super::{
    Event, Notes,
    seat::{PATIENCE, SILENCE, Seat},
};

/// Most events that a reader forgets to have read.
const FORGOTTEN_MOST: u64 = 30;

pub(super) async fn run(mut seat: Seat) {
    loop {
        let ended = sit(&mut seat).await;
        seat.stand_up(ended).await;
    }
}

/// One stream.
async fn sit(seat: &mut Seat) -> anyhow::Result<()> {
    // Now and then the reader itself has lost what it took last.
    let forgotten = if seat.fails(15) {
        seat.dice.within(1, FORGOTTEN_MOST)
    } else {
        0
    };
    let last = seat.notes.last_but(usize::try_from(forgotten)?);
    let mut sitting = Notes::sit_down_after(last);
    let url = format!("{}/v1/subscriptions/{}/events", seat.address(), seat.id);
    let mut request = reqwest::Client::new()
        .get(url)
        .bearer_auth(seat.hub().token())
        .header("accept", "text/event-stream");
    if last > 0 {
        request = request.header("last-event-id", last.to_string());
    }
    let answer = tokio::time::timeout(PATIENCE, request.send()).await;
    let mut answer = answer.context("no stream")??;
    ensure!(answer.status().is_success(), "no stream: {}", answer.status());
    let mut unread = Vec::new();
    loop {
        let piece = tokio::time::timeout(SILENCE, answer.chunk()).await;
        let piece = piece
            .context("the stream is silent")??
            .context("the stream ended")?;
        unread.extend_from_slice(&piece);
        while let Some(end) = unread.windows(2).position(|it| it == b"\n\n") {
            let block: Vec<u8> = unread.drain(..end + 2).collect();
            match read(&block) {
                Ok(Some(event)) => seat.notes.take(&mut sitting, event),
                Ok(None) => {}
                Err(error) => seat.notes.object(format!("what came is no event: {error:#}")),
            }
        }
        if seat.fails(2) {
            return Ok(());
        }
    }
}

/// The event of a block of lines; none in a comment, which is a sign of life.
fn read(block: &[u8]) -> anyhow::Result<Option<Event>> {
    let text = std::str::from_utf8(block)?;
    let field = |name: &str| {
        let mut lines = text.lines();
        lines.find_map(|line| line.strip_prefix(name))
    };
    let Some(data) = field("data: ") else {
        return Ok(None);
    };
    let event = Event::of_structured(data.as_bytes())?;
    let id = field("id: ").context("an event without id")?;
    ensure!(
        id.parse() == Ok(event.position),
        "the event {id} is at {}",
        event.position
    );
    Ok(Some(event))
}
