//! Prints how well each method finds what readers marked: `cargo run -p distil --release --example quality`.
//!
//! With `--errors`, what the best method gets wrong in the tuned part; the untouched part is never looked at that way.

use std::sync::Arc;

use distil::quality::{AnnotatedSet, Part, Sample, rows, table};
use distil::{Distiller, Lexicon, METHODS, PHRASES_1};

fn main() {
    let set = match AnnotatedSet::own() {
        Ok(set) => set,
        Err(faults) => return faults.iter().for_each(|fault| eprintln!("{fault}")),
    };
    let lexicon: Arc<Lexicon> = Arc::clone(&set.lexicon);
    let distillers: Vec<Distiller> = METHODS
        .iter()
        .map(|method| Distiller::new(Arc::clone(&lexicon), *method))
        .collect();
    print!("{}", table(&rows(&distillers, &set)));
    if std::env::args().any(|argument| argument == "--errors") {
        let distiller = Distiller::new(lexicon, PHRASES_1);
        for (_, sample) in set.samples.iter().filter(|(part, _)| *part == Part::Tuned) {
            errors(&distiller, sample);
        }
    }
}

fn errors(distiller: &Distiller, sample: &Sample) {
    let lexicon = distiller.lexicon();
    let mut open = sample.marks.clone();
    for mention in distiller.read(&sample.document).mentions {
        let words = &sample.document.text()[mention.range.clone()];
        let label = lexicon.label(mention.label);
        let at = open.iter().position(|mark| {
            mark.concepts.contains(&mention.concept)
                && mark.range.start < mention.range.end
                && mention.range.start < mark.range.end
        });
        match at.map(|at| open.remove(at)) {
            Some(mark) if mark.manner == mention.manner => {}
            Some(mark) => println!(
                "{} MANNER {words:?}: {:?} instead of {:?}",
                sample.id, mention.manner, mark.manner
            ),
            None => println!(
                "{} WRONG {words:?}: {label} ({:?}, {:.2})",
                sample.id, mention.how, mention.confidence
            ),
        }
    }
    for mark in open {
        println!(
            "{} MISSED {:?}: {}",
            sample.id,
            &sample.document.text()[mark.range],
            lexicon.uri(mark.concepts[0])
        );
    }
}
