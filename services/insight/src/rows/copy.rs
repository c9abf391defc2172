//! Rows into a table that is empty, as fast as PostgreSQL takes them: by COPY in its text form.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, value::RawValue};
use sqlx::{PgConnection, QueryBuilder, Row as _};

use super::table::{Row, encode};

/// Bytes sent at once.
const CHUNK_BYTES: usize = 256 * 1024;

/// The fields of a row, each in the very JSON that the other statements write.
type Fields = BTreeMap<String, Box<RawValue>>;

/// A column, and whether it is an array to PostgreSQL; other lists and objects are JSON in it.
struct Column {
    name: String,
    is_array: bool,
}

/// Writes rows. None of them may be there already.
///
/// # Errors
/// The database's.
pub(super) async fn copy<R: Row>(db: &mut PgConnection, rows: &[Arc<R>]) -> Result<(), sqlx::Error> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let columns = columns::<R>(db, &object(first.as_ref())?).await?;
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let into = format!("copy {} ({}) from stdin", R::TABLE, names.join(", "));
    let mut sink = db.copy_in_raw(&into).await?;
    let mut text = String::with_capacity(2 * CHUNK_BYTES);
    for row in rows {
        line(&mut text, &columns, &object(row.as_ref())?).map_err(encode)?;
        if text.len() >= CHUNK_BYTES {
            sink.send(text.as_bytes()).await?;
            text.clear();
        }
    }
    sink.send(text.as_bytes()).await?;
    sink.finish().await?;
    Ok(())
}

/// The fields of a row, which are the columns of its table.
fn object<R: Row>(row: &R) -> Result<Fields, sqlx::Error> {
    let json = serde_json::to_string(row).map_err(encode)?;
    serde_json::from_str(&json).map_err(encode)
}

async fn columns<R: Row>(db: &mut PgConnection, fields: &Fields) -> Result<Vec<Column>, sqlx::Error> {
    let mut sql = QueryBuilder::new(
        "select attname::text from pg_attribute join pg_type on pg_type.oid = atttypid
         where typcategory = 'A' and attrelid = ",
    );
    // Found through the search path, as the statements that write find it.
    sql.push_bind(R::TABLE).push("::text::regclass");
    let arrays = sql.build().fetch_all(db).await?;
    let arrays: Vec<String> = arrays
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<_, _>>()?;
    let column = |name: &String| Column {
        name: name.clone(),
        is_array: arrays.contains(name),
    };
    Ok(fields.keys().map(column).collect())
}

fn line(text: &mut String, columns: &[Column], fields: &Fields) -> Result<(), serde_json::Error> {
    for (index, column) in columns.iter().enumerate() {
        if index > 0 {
            text.push('\t');
        }
        let json = fields.get(&column.name).map_or("null", |value| value.get());
        match json.as_bytes().first() {
            Some(b'n') => text.push_str("\\N"),
            Some(b'"') => escaped(text, &serde_json::from_str::<String>(json)?),
            Some(b'[') if column.is_array => escaped(text, &array(&serde_json::from_str::<Vec<_>>(json)?)),
            _ => escaped(text, json),
        }
    }
    text.push('\n');
    Ok(())
}

/// An array as PostgreSQL writes it.
fn array(values: &[Value]) -> String {
    let mut text = String::from("{");
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        match value {
            Value::Null => text.push_str("NULL"),
            Value::String(value) => {
                text.push('"');
                for character in value.chars() {
                    if matches!(character, '"' | '\\') {
                        text.push('\\');
                    }
                    text.push(character);
                }
                text.push('"');
            }
            value => text.push_str(&value.to_string()),
        }
    }
    text.push('}');
    text
}

/// A value with what would end it or its line marked.
fn escaped(text: &mut String, value: &str) {
    if !value.contains(['\\', '\t', '\n', '\r']) {
        return text.push_str(value);
    }
    for character in value.chars() {
        match character {
            '\\' => text.push_str("\\\\"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_line_keeps_every_value_apart() {
        let column = |name: &str, is_array| Column {
            name: name.into(),
            is_array,
        };
        let columns = [
            column("a", false),
            column("b", true),
            column("c", false),
            column("d", true),
            column("e", false),
        ];
        let fields = json!({"a": "x\ty\\z\n", "b": ["1\"2", "\\", null], "d": [3, 4], "e": null}).to_string();
        let mut fields: Fields = serde_json::from_str(&fields).unwrap();
        // Not in the order of the alphabet, as a type may have it.
        let json = RawValue::from_string(r#"[{"k":"\n","a":1}]"#.to_owned()).unwrap();
        fields.insert("c".into(), json);
        let mut text = String::new();
        line(&mut text, &columns, &fields).unwrap();
        let expected = [
            r"x\ty\\z\n",
            r#"{"1\\"2","\\\\",NULL}"#,
            r#"[{"k":"\\n","a":1}]"#,
            "{3,4}",
            r"\N",
        ];
        assert_eq!(text, format!("{}\n", expected.join("\t")));
    }
}
