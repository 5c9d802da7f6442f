-- Houdt een stuk veilig en toegankelijk, voor Word en voor typst.
--
-- Kapstok past dit filter op elk stuk toe, per vorm, en geeft het mee: FORMAT ('docx' of 'typst'), LIGGEND (het stuk
-- ligt op zijn kant), BEELDEN (naam in de Markdown -> bestand en maat) en meld(tekst), voor wat er mis is.
--
-- Afbeeldingen komen alleen uit BEELDEN; elke afbeelding heeft een alt-tekst. Links gaan naar het web, een
-- mailadres of een kop in het stuk zelf. Tabellen krijgen kolombreedtes naar hun inhoud. Koppen slaan geen niveau
-- over. Een kop met {.nieuwe-pagina} begint op een nieuwe pagina. Een regel met alleen een harde spatie is ruimte om
-- te tekenen. Een lijst waarvan elk punt met een vet nummer begint, houdt die nummers. Wat na de laatste streep staat is het colofon.

local TYPST = FORMAT == 'typst'
local LINE = LIGGEND and 130 or 84 -- tekens die in een tabel naast elkaar passen
local PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
local RULE = '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="B3B3B3"/></w:pBdr></w:pPr></w:p>'
local NBSP = '\u{a0}'
local SIGN_HERE = '<w:r><w:tab/></w:r><w:r><w:rPr><w:sz w:val="64"/></w:rPr><w:t xml:space="preserve">' .. NBSP .. '</w:t></w:r>'
-- Punten van een tabelrij: elke regel, en de witruimte. Een tabel tot 6 cm blijft bij elkaar; een rij van een halve
-- pagina mag over twee pagina's lopen.
local TABLE_LINE, TABLE_ROW, SHORT_TABLE, HIGH_ROW = 12, 7, 170, 360
local WIDEST_WORD = 30 -- tekens: een langer woord maakt zijn kolom niet breder
local INSET = 2 -- tekens: de witruimte naast de tekst van een cel
local TOGETHER, END = '#bijeen[', ']' -- om een tabel die bij elkaar blijft
local FEW, LITTLE = 10, 900 -- items or rows, and bytes, of what may move to the next page as a whole
local LITTLE_TABLE = 450 -- bytes of a table that may: its cells stand in narrow columns
local anchors, ids = {}, {} -- what links in the text point at, and what they can point at
local level = 0 -- of the last heading

local function typst_string(text)
  return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"'):gsub('%s+', ' ') .. '"'
end

-- The stored image and its alt text, or nil when a problem was noted.
local function checked(image)
  local alt = pandoc.utils.stringify(image.caption)
  local known = BEELDEN[(image.src:gsub('^%./', ''))]
  if not known then
    meld('de afbeelding "' .. image.src .. '" hoort niet bij dit stuk')
  elseif alt:match('^%s*$') then
    meld('de afbeelding "' .. image.src .. '" heeft geen alt-tekst')
  else
    return known, alt
  end
end

local function block_image(image)
  local known, alt = checked(image)
  if not known then return {} end
  if TYPST then
    local caption = image.title ~= '' and typst_string(image.title) or 'none'
    local call = '#beeld(' .. typst_string(known.file) .. ', ' .. typst_string(alt) .. ', ' .. caption .. ')'
    return pandoc.RawBlock('typst', call)
  end
  local style = image.title ~= '' and 'Captioned Figure' or 'Figure'
  local picture = pandoc.Image(image.caption, known.file, '', { width = known.width })
  local blocks = { pandoc.Div({ pandoc.Para({ picture }) }, { ['custom-style'] = style }) }
  if image.title ~= '' then
    blocks[2] = pandoc.Div({ pandoc.Para({ pandoc.Str(image.title) }) }, { ['custom-style'] = 'Image Caption' })
  end
  return blocks
end

local function inline_image(image)
  local known, alt = checked(image)
  if not known then return {} end
  if TYPST then
    return pandoc.RawInline('typst', '#box(image(' .. typst_string(known.file) .. ', alt: ' .. typst_string(alt) .. '))')
  end
  return pandoc.Image(image.caption, known.file, '', { width = known.width })
end

-- A line of a paragraph that holds a no-break space and nothing else becomes room to sign.
local function room_to_sign(block)
  local content, found = block.content, false
  for place, element in ipairs(content) do
    local before, after = content[place - 1], content[place + 1]
    local alone = before and before.t == 'LineBreak' and (not after or after.t == 'LineBreak')
    if alone and element.t == 'Str' and element.text == NBSP then
      content[place] = TYPST and pandoc.RawInline('typst', '#tekenruimte') or pandoc.RawInline('openxml', SIGN_HERE)
      found = true
    end
  end
  return found and block or nil
end

local function lone_image(block)
  if #block.content == 1 and block.content[1].t == 'Image' then
    return block_image(block.content[1]), false
  end
end

local function paragraph(block)
  local image, deeper = lone_image(block)
  if image then return image, deeper end
  return room_to_sign(block)
end

local function link(element)
  local target = element.target
  if target:match('^#') then anchors[target:sub(2)] = true end
  if not (target:match('^https?://') or target:match('^mailto:') or target:match('^tel:') or target:match('^#')) then
    meld('de link naar "' .. target .. '" werkt niet in een stuk')
  end
end

local function header(element)
  ids[element.identifier] = true
  if element.level > level + 1 then
    meld('de kop "' .. pandoc.utils.stringify(element) .. '" slaat een niveau over')
  end
  level = element.level
  if not element.classes:includes('nieuwe-pagina') then return nil end
  element.classes = {}
  local new_page = TYPST and pandoc.RawBlock('typst', '#pagebreak(weak: true)')
    or pandoc.RawBlock('openxml', PAGE_BREAK)
  return { new_page, element }
end

-- Where a word that is too long for its line may end it: behind the signs of an address, else after so many letters.
-- A number stays whole.
local BREAK = '\u{200b}'
local LONGEST_WORD, LONGEST_PIECE = 60, 12 -- characters

local function with_breaks(text, most)
  if (utf8.len(text) or #text) <= most then return text end
  local pieces, run, before = {}, 0, ''
  for _, code in utf8.codes(text, true) do
    local sign = utf8.char(code)
    local inside_number = before:match('[%d.,]') and sign:match('[%d.,]')
    if run > 0 and not inside_number and (run >= LONGEST_PIECE or before:match('[%-/@_?&=+.]')) then
      pieces[#pieces + 1] = BREAK
      run = 0
    end
    pieces[#pieces + 1] = sign
    run, before = run + 1, sign
  end
  return table.concat(pieces)
end

-- Words for typst: every sign that could mean something there (a list, a heading, a quote, -4, ...) stands for itself.
local function literal(element)
  local text = with_breaks(element.text, LONGEST_WORD)
  if not text:find('[^%w]') then return nil end
  return pandoc.RawInline('typst', (text:gsub('%p', '\\%0')))
end

-- The number that a point of a list brings with it: 1a in "- **1a** Een leider te kiezen."; nil when it has none.
local function own_number(item)
  local block = item[1]
  local first = block and (block.t == 'Plain' or block.t == 'Para') and block.content[1]
  if not first or first.t ~= 'Strong' then return nil end
  local text = pandoc.utils.stringify(first)
  return text:match('^[%w.-]*%d[%w.-]*$') and text
end

-- The numbers of a list in which every point brings its own; nil for any other list.
local function own_numbers(list)
  local numbers = {}
  for place, item in ipairs(list.content) do
    numbers[place] = own_number(item)
    if not numbers[place] then return nil end
  end
  return numbers
end

-- The text of a point without its number.
local function without_number(item)
  local block = item[1]:clone()
  block.content:remove(1)
  if block.content[1] and block.content[1].t == 'Space' then block.content:remove(1) end
  return block
end

-- A list with its own numbers, as typst makes it: a real list, with these numbers for labels.
local function numbered_for_typst(list, numbers)
  local labels = {}
  for place, number in ipairs(numbers) do labels[place] = typst_string(number) end
  local out = pandoc.List()
  for place, item in ipairs(list.content) do
    local opening = place == 1 and '#enum(numbering: n => (' .. table.concat(labels, ', ') .. ',).at(n - 1), ['
      or '], ['
    out:insert(pandoc.RawBlock('typst', opening))
    out:insert(without_number(item))
    for inside = 2, #item do
      local deeper = item[inside].t == 'BulletList' and own_numbers(item[inside])
      if deeper then out:extend(numbered_for_typst(item[inside], deeper)) else out:insert(item[inside]) end
    end
  end
  out:insert(pandoc.RawBlock('typst', '])'))
  return out
end

-- The same for Word: paragraphs that hang beside their number, deeper ones further in.
local function numbered_for_word(list, depth, out)
  for _, item in ipairs(list.content) do
    local text = pandoc.List({ pandoc.Str(own_number(item)), pandoc.RawInline('openxml', '<w:r><w:tab/></w:r>') })
    text:extend(without_number(item).content)
    out:insert(pandoc.Div({ pandoc.Para(text) }, { ['custom-style'] = 'Punt ' .. math.min(depth, 3) }))
    for place = 2, #item do
      local block = item[place]
      if block.t == 'BulletList' and own_numbers(block) then
        numbered_for_word(block, depth + 1, out)
      else
        out:insert(block)
      end
    end
  end
  return out
end

local function bullets(list)
  local numbers = own_numbers(list)
  if not numbers then return nil end
  return TYPST and numbered_for_typst(list, numbers) or numbered_for_word(list, 1, pandoc.List())
end

local function rule()
  if not TYPST then return pandoc.RawBlock('openxml', RULE) end
end

-- The texts of the cells of a table, by row.
local function cell_texts(tbl)
  local texts = {}
  local function add(rows)
    for _, row in ipairs(rows) do
      local cells = {}
      for column, cell in ipairs(row.cells) do cells[column] = pandoc.utils.stringify(cell.contents) end
      texts[#texts + 1] = cells
    end
  end
  add(tbl.head.rows)
  for _, body in ipairs(tbl.bodies) do add(body.body) end
  return texts
end

local function characters(text) return utf8.len(text) or #text end

local function longest_word(text)
  local longest = 0
  text = text:gsub('(%a)%-(%a)', '%1- %2') -- a line may end at a hyphen between letters
  for word in text:gmatch('%S+') do longest = math.max(longest, characters(word)) end
  return longest
end

-- Columns share the full width: each gets room for its longest word, and the rest goes by content, where
-- a long cell weighs less than its length, because it can wrap.
local function share_width(tbl, texts)
  local least, weights, room, total = {}, {}, LINE, 0
  for column = 1, #tbl.colspecs do least[column], weights[column] = 4, 1 end
  for _, cells in ipairs(texts) do
    for column, text in ipairs(cells) do
      local length = characters(text)
      least[column] = math.max(least[column], math.min(longest_word(text), WIDEST_WORD) * 1.15 + 3)
      weights[column] = math.max(weights[column], length < 24 and length or 24 + math.sqrt(length - 24) * 3)
    end
  end
  for column = 1, #tbl.colspecs do
    room, total = room - least[column], total + weights[column]
  end
  room = math.max(room, 0)
  local sum = room
  for column = 1, #tbl.colspecs do sum = sum + least[column] end
  for column, spec in ipairs(tbl.colspecs) do
    local share = (least[column] + room * weights[column] / total) / sum
    local align = spec[1] == 'AlignDefault' and 'AlignLeft' or spec[1]
    tbl.colspecs[column] = { align, math.floor(share * 10000) / 10000 }
  end
end

-- About how high a table and its highest row will be. To let typst measure every table takes half as long again.
local function heights(tbl, texts)
  local height, highest = 0, 0
  for _, cells in ipairs(texts) do
    local lines = 1
    for column, text in ipairs(cells) do
      local fit = math.max(LINE * tbl.colspecs[column][2] - INSET, 1)
      lines = math.max(lines, math.ceil(characters(text) / fit))
    end
    local row = lines * TABLE_LINE + TABLE_ROW
    height, highest = height + row, math.max(highest, row)
  end
  return height, highest
end

-- Lets a word that is wider than its column end the line.
local function fit_words(tbl)
  local function fit(rows)
    for _, row in ipairs(rows) do
      for column, cell in ipairs(row.cells) do
        local room = math.max(math.floor((LINE * tbl.colspecs[column][2] - INSET) / 1.2), 4)
        cell.contents = cell.contents:walk({
          Str = function(element) return pandoc.Str(with_breaks(element.text, room)) end,
        })
      end
    end
    return rows
  end
  tbl.head.rows = fit(tbl.head.rows)
  for number, body in ipairs(tbl.bodies) do
    body.body = fit(body.body)
    tbl.bodies[number] = body
  end
end

local function table_block(tbl)
  local texts = cell_texts(tbl)
  share_width(tbl, texts)
  if not TYPST then return tbl end
  fit_words(tbl)
  local height, highest = heights(tbl, texts)
  if height <= SHORT_TABLE then return { pandoc.RawBlock('typst', TOGETHER), tbl, pandoc.RawBlock('typst', END) } end
  if highest <= HIGH_ROW then return tbl end
  return { pandoc.RawBlock('typst', '#[\n#set table.cell(breakable: true)'), tbl, pandoc.RawBlock('typst', END) }
end

local function is_picture(block) return block.t == 'RawBlock' and block.text:match('^#beeld%(') end

-- Whether typst may move this block to the next page to keep it with what follows.
local function is_short(block)
  if #pandoc.utils.stringify(block) > (block.t == 'Table' and LITTLE_TABLE or LITTLE) then return false end
  if block.t == 'RawBlock' then return is_picture(block) end
  if block.t == 'Table' then
    local rows = 0
    for _, body in ipairs(block.bodies) do rows = rows + #body.body end
    return rows <= FEW
  end
  return block.t == 'Para' or (block.t == 'BulletList' or block.t == 'OrderedList') and #block.content <= FEW
end

-- Whether a page may not end between these two: a text and its picture, a picture and the table that says the same, a
-- table and the text below it, and anything and the rule above a signature or the colophon.
local function belong_together(block, following)
  if following.t == 'HorizontalRule' then return true end
  if block.t == 'Para' then return is_picture(following) end
  if is_picture(block) then return following.t == 'Table' end
  return block.t == 'Table' and following.t == 'Para'
end

-- Whether the last block is the colophon: a text below a rule.
local function has_colophon(blocks)
  local above, last = blocks[#blocks - 1], blocks[#blocks]
  if not (above and last.t == 'Para') then return false end
  return above.t == 'HorizontalRule' or above.t == 'RawBlock' and above.text == RULE
end

-- The block at this place, and where what stands between two raw blocks ends: a table with what keeps it together.
local function unit(blocks, place)
  local block = blocks[place]
  if block.t == 'RawBlock' and block.text == TOGETHER then return blocks[place + 1], place + 2 end
  return block, place
end

local function for_typst(blocks, colophon)
  local out, place = pandoc.List(), 1
  while place <= #blocks do
    local block, last = unit(blocks, place)
    local following = blocks[last + 1] and unit(blocks, last + 1)
    local sticks = following and is_short(block) and belong_together(block, following)
    local open = colophon and last == #blocks and '#colofon[' or sticks and '#block(sticky: true)['
    if open then out:insert(pandoc.RawBlock('typst', open)) end
    for number = place, last do out:insert(blocks[number]) end
    if open then out:insert(pandoc.RawBlock('typst', END)) end
    place = last + 1
  end
  return out
end

local function finish(doc)
  for anchor in pairs(anchors) do
    if not ids[anchor] then meld('de link naar "#' .. anchor .. '" wijst nergens naar') end
  end
  local blocks = doc.blocks
  local colophon = has_colophon(blocks)
  if TYPST then
    doc.blocks = for_typst(blocks, colophon)
  elseif colophon then
    blocks[#blocks] = pandoc.Div({ blocks[#blocks] }, { ['custom-style'] = 'Colofon' })
  end
  return doc
end

-- One walk through the text, from top to bottom: headings are met in their order.
return {
  {
    traverse = 'topdown',
    BulletList = bullets,
    Header = header,
    HorizontalRule = rule,
    Image = inline_image,
    Link = link,
    Para = paragraph,
    Plain = next(BEELDEN) and lone_image or nil, -- a cell of a table, mostly
    Str = TYPST and literal or nil,
    Table = table_block,
  },
  { Pandoc = finish },
}
