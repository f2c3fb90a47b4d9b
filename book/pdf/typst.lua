-- What pandoc cannot say in Typst by itself.

-- A place that a link leads to, where there is nothing to carry its name.
function Span(span)
  if span.identifier ~= "" and #span.content == 0 then
    return pandoc.RawInline("typst", "#metadata(none)<" .. span.identifier .. ">")
  end
end

-- A table of more than seven columns lies on its side.
function Table(table)
  if #table.colspecs > 7 then
    return {
      pandoc.RawBlock("typst", "#page(flipped: true)["),
      table,
      pandoc.RawBlock("typst", "]"),
    }
  end
end
