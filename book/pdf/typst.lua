-- What pandoc cannot say in Typst by itself.

-- A place that a link leads to, where there is nothing to carry its name.
function Span(span)
  if span.identifier ~= "" and #span.content == 0 then
    return pandoc.RawInline("typst", "#metadata(none)<" .. span.identifier .. ">")
  end
end

-- A row that is too high to stay whole goes over to the next page, but begins
-- with a foothold on this one; a table whose words do not fit upright lies on its
-- side. The manuscript says which.
function Table(table)
  for _, body in ipairs(table.bodies) do
    for _, row in ipairs(body.body) do
      if row.attr.classes:includes("tall") then
        for _, cell in ipairs(row.cells) do
          cell.attributes["typst:breakable"] = "true"
        end
        row.cells[1].contents:insert(1, pandoc.RawBlock("typst", "#foothold"))
      end
    end
  end
  if table.classes:includes("sideways") then
    return {
      pandoc.RawBlock("typst", "#page(flipped: true)["),
      table,
      pandoc.RawBlock("typst", "]"),
    }
  end
  return table
end
