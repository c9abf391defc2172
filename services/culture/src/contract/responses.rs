//! Responses as they are handed in. Nothing of what they say is put into a fault: what does not belong there may be an identity.

use contracts::culture::v1;

use super::measurement::known_firm_size;
use crate::domain::{
    response::Given,
    wave::{BATCH_MAX, FIRM_SIZE, REGION, SECTOR},
};

/// Responses as they were handed in; one more than fit are read, so that too many are noticed.
#[must_use]
pub fn read(responses: &[v1::Response]) -> Vec<Given> {
    responses.iter().take(BATCH_MAX + 1).map(given).collect()
}

fn given(it: &v1::Response) -> Given {
    let mut categories = Vec::new();
    let mut put = |field: String, variable: &str, category: &str| {
        categories.push((field, variable.to_owned(), category.to_owned()));
    };
    if !it.region_id.is_empty() {
        put("region_id".into(), REGION, &it.region_id);
    }
    if !it.sector_id.is_empty() {
        put("sector_id".into(), SECTOR, &it.sector_id);
    }
    if it.firm_size != 0 {
        // A value that the contract does not know is no category of any plan.
        let size = v1::FirmSize::try_from(it.firm_size)
            .ok()
            .and_then(known_firm_size);
        put(
            "firm_size".into(),
            FIRM_SIZE,
            size.map_or("", crate::domain::wave::FirmSize::name),
        );
    }
    for (index, category) in it.categories.iter().enumerate() {
        let field = format!("categories[{index}]");
        put(field, &category.variable, &category.category_id);
    }
    Given {
        answers: it
            .answers
            .iter()
            .map(|it| (it.item_id.clone(), it.value))
            .collect(),
        categories,
    }
}
