//! Asks for page after page, and makes one answer of them.

use crate::failure::Failure;

/// Items to ask for at once.
const PAGE: u32 = 500;

/// The parts of an answer that comes in pages: its items, and the token of the next page.
pub(super) type Parts<A, T> = for<'a> fn(&'a mut A) -> (&'a mut Vec<T>, &'a mut String);

/// One answer with the items of all pages, at most `limit`. It is the last page's otherwise, so its freshness is the
/// newest and its token leads on where the limit cut it off.
pub(super) async fn all<A, T, F>(
    limit: Option<u32>,
    first_token: Option<String>,
    parts: Parts<A, T>,
    ask: impl Fn(String, i32) -> F,
) -> Result<A, Failure>
where
    F: Future<Output = Result<A, Failure>>,
{
    let mut token = first_token.unwrap_or_default();
    let mut collected = Vec::new();
    loop {
        let mut answer = ask(token.clone(), page_size(limit, collected.len())).await?;
        let (items, next) = parts(&mut answer);
        collected.append(items);
        token.clone_from(next);
        if token.is_empty() || page_size(limit, collected.len()) == 0 {
            *parts(&mut answer).0 = collected;
            return Ok(answer);
        }
    }
}

fn page_size(limit: Option<u32>, have: usize) -> i32 {
    let have = u32::try_from(have).unwrap_or(u32::MAX);
    let wanted = limit.map_or(PAGE, |limit| limit.saturating_sub(have).min(PAGE));
    i32::try_from(wanted).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Answer = (Vec<usize>, String);

    fn parts(answer: &mut Answer) -> (&mut Vec<usize>, &mut String) {
        (&mut answer.0, &mut answer.1)
    }

    /// Pages over the numbers from 0; the token is the next number.
    async fn numbers(total: usize, token: String, size: i32) -> Result<Answer, Failure> {
        let from: usize = token.parse().unwrap_or(0);
        let to = total.min(from + size as usize);
        Ok((
            (from..to).collect(),
            if to == total {
                String::new()
            } else {
                to.to_string()
            },
        ))
    }

    async fn ask(total: usize, limit: Option<u32>) -> Answer {
        all(limit, None, parts, |token, size| numbers(total, token, size))
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn all_pages_become_one_answer() {
        let (items, token) = ask(1_234, None).await;
        assert_eq!((items, token), ((0..1_234).collect(), String::new()));
    }

    #[tokio::test]
    async fn a_limit_cuts_off_and_leaves_the_token_to_go_on_with() {
        let (items, token) = ask(1_234, Some(600)).await;
        assert_eq!((items.len(), token.as_str()), (600, "600"));
    }
}
