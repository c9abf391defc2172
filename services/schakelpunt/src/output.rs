//! How answers are shown: as the JSON of the contract, or as readable text in the chosen language.

mod colour;
mod lang;
pub mod money;
mod page;
mod screen;
mod table;
mod texts;
pub mod value;

pub use lang::{Format, Lang};
pub use page::Page;
pub use screen::Screen;
pub use table::{Grid, capital, clean};
pub use texts::Texts;
