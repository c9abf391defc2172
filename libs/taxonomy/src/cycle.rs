//! Circles among links.

/// The circles that the links run into, each from one of its members onwards: at least one of each knot of circles.
///
/// `links[a]` has the numbers that `a` links to; numbers beyond the end have no links. It takes time in proportion to the
/// links, and no more stack however long a chain is.
pub(crate) fn circles(links: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let inside = knots(links);
    let mut done = vec![false; links.len()];
    let mut found = Vec::new();
    for start in 0..links.len() {
        if inside[start] && !done[start] {
            found.extend(walk(links, &inside, &mut done, start));
        }
    }
    found
}

/// Which numbers remain when those without links to remaining ones are taken away again and again: every circle remains,
/// and every remaining number leads into one.
fn knots(links: &[Vec<usize>]) -> Vec<bool> {
    let mut from: Vec<Vec<usize>> = vec![Vec::new(); links.len()];
    let mut left = vec![0_usize; links.len()];
    for (a, targets) in links.iter().enumerate() {
        for &b in targets.iter().filter(|b| **b < links.len()) {
            from[b].push(a);
            left[a] += 1;
        }
    }
    let mut inside = vec![true; links.len()];
    let mut free: Vec<usize> = (0..links.len()).filter(|a| left[*a] == 0).collect();
    while let Some(b) = free.pop() {
        inside[b] = false;
        for &a in &from[b] {
            left[a] -= 1;
            if left[a] == 0 {
                free.push(a);
            }
        }
    }
    inside
}

/// Follows one link after another until it meets its own path, which is a circle, or an older path.
fn walk(links: &[Vec<usize>], inside: &[bool], done: &mut [bool], start: usize) -> Option<Vec<usize>> {
    let mut path = Vec::new();
    let mut at = start;
    while !done[at] {
        done[at] = true;
        path.push(at);
        at = links[at]
            .iter()
            .copied()
            .find(|b| inside.get(*b) == Some(&true))?;
    }
    let from = path.iter().position(|member| *member == at)?;
    Some(path.split_off(from))
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn trees_and_diamonds_have_none() {
        assert!(circles(&[vec![], vec![0], vec![0], vec![1, 2], vec![3, 9]]).is_empty());
    }

    #[test]
    fn a_circle_is_found_without_what_leads_into_it() {
        assert_eq!(circles(&[vec![1], vec![2], vec![3], vec![1]]), [vec![1, 2, 3]]);
        assert_eq!(circles(&[vec![0]]), [vec![0]]);
        assert_eq!(
            circles(&[vec![1], vec![0], vec![3], vec![2]]),
            [vec![0, 1], vec![2, 3]]
        );
    }

    #[test]
    fn a_chain_of_any_length_takes_no_stack() {
        let mut links: Vec<Vec<usize>> = (0..200_000).map(|a| vec![a + 1]).collect();
        assert!(circles(&links).is_empty());
        links.push(vec![0]);
        assert_eq!(circles(&links)[0].len(), 200_001);
    }
}
