-- Makes many papers in one process: `pandoc lua batch.lua` in a folder with orders.json.
--
-- Papers are not to be trusted and `pandoc lua` knows no --sandbox, so: a text is read without any file in
-- reach, only what the filter of the house style made may be raw, and no writer sees an image that is not in the
-- mediabag, which holds the images of this one paper. What one paper does, another cannot notice.
--
-- Here too a paper is made whole: links, numbers of headings and what print keeps together are seen to in
-- the tree of pandoc, never in Markdown.
--
-- A mark on stderr says what begins: t, a text is read; o, an order is made of it; e, the end. Whatever follows a
-- mark, problems, warnings of pandoc or an error, makes that order fail, or all orders of that text; the others go on.

local function contents(path)
  local file = assert(io.open(path, 'rb'))
  local text = file:read('a')
  file:close()
  return text
end

local orders = pandoc.json.decode(contents('orders.json'), false)
local template = pandoc.template.compile(contents(orders.template))
local filter_code = string.dump(assert(loadfile(orders.filter, 't')))
local NO_FILES = {}

local function say(text)
  io.stderr:write(text, '\n')
  io.stderr:flush()
end

-- Stop at raw content: no text can hold any, so the filter knows that what is raw is its own.
local function no_raw(document)
  local function refuse(element)
    error('raw ' .. element.format, 0)
  end
  document:walk({ traverse = 'topdown', RawBlock = refuse, RawInline = refuse })
end

-- A list whose first item begins with this sign has letters: Markdown itself knows none.
local LETTER_SIGN = '\u{e061}'

local function marked(list)
  local block = list.content[1] and list.content[1][1]
  local first = block and (block.t == 'Para' or block.t == 'Plain') and block.content[1]
  list.style, list.delimiter = 'Decimal', 'Period' -- Word gives a list in a list letters of its own accord
  if first and first.t == 'Str' and first.text:sub(1, #LETTER_SIGN) == LETTER_SIGN then
    first.text = first.text:sub(#LETTER_SIGN + 1)
    list.style = 'LowerAlpha'
  end
  return list
end

-- Leaves the words of a link that leads nowhere in this paper: to a heading that it lacks, or to a page of the site.
local function unlink(document)
  local anchors = {}
  document:walk({ Header = function(header) anchors[header.identifier] = true end })
  return document:walk({
    Link = function(link)
      local target = link.target
      if target:sub(1, 1) == '#' then
        if anchors[target:sub(2)] then return nil end
      elseif target:match('^%a[%w+.-]*:') then
        return nil
      end
      return link.content
    end,
  })
end

-- Puts 1, 1.1, ... before the headings down to a level; one with the class ongenummerd gets none.
local function numbered(document, levels)
  local counts = {}
  return document:walk({
    traverse = 'topdown',
    Header = function(header)
      local bare = header.classes:includes('ongenummerd')
      header.classes = header.classes:filter(function(class) return class ~= 'ongenummerd' end)
      if bare or header.level > levels then return header end
      for level = 1, levels do counts[level] = level <= header.level and (counts[level] or 0) or 0 end
      counts[header.level] = counts[header.level] + 1
      header.content:insert(1, pandoc.Space())
      header.content:insert(1, pandoc.Str(table.concat(counts, '.', 1, header.level)))
      return header
    end,
  })
end

local NBSP = '\u{a0}'
local months = {}
for _, month in ipairs(orders.months) do months[month] = true end

-- What stands between two words that Dutch print keeps together: an amount, a percentage, a day; nil is a space.
local function between(word, following)
  if word:match('€$') and following:match('^%-?%d') then return NBSP end
  if word:match('%d$') and following:match('^%%') and not following:match('^%%[%w_\128-\255]') then return '' end
  local before = word:match('^(.-)%d?%d$')
  if before and not before:match('[%w.,\128-\255]$') and months[following:match('^%l+') or ''] then return NBSP end
end

local function keep_together(inlines)
  local out = pandoc.Inlines({})
  local place = 1
  while place <= #inlines do
    local one, space, following = inlines[place], inlines[place + 1], inlines[place + 2]
    local both = following and one.t == 'Str' and following.t == 'Str' and (space.t == 'Space' or space.t == 'SoftBreak')
    local with = both and between(one.text, following.text)
    if with then
      inlines[place + 2] = pandoc.Str(one.text .. with .. following.text)
      place = place + 2
    else
      out:insert(one)
      place = place + 1
    end
  end
  return out
end

-- The text as a document.
local function read(text)
  local options = pandoc.ReaderOptions({ columns = orders.columns })
  local document = pandoc.read(contents(text.file), orders.markdown, options, NO_FILES)
  no_raw(document)
  if text.lenient then document = unlink(document) end
  document = numbered(document, text.numbering)
  document = document:walk({ OrderedList = marked, Inlines = keep_together })
  document.meta = pandoc.Meta({ lang = orders.language })
  return document
end

-- Stop at an image that the writer would look for on disk or on the web.
local function only_known_images(document)
  document:walk({
    Image = function(image)
      if not pandoc.mediabag.lookup(image.src) then error('image "' .. image.src .. '"', 0) end
    end,
  })
end

local function fill_mediabag(order)
  pandoc.mediabag.empty()
  for _, image in pairs(order.images) do
    if image.mime ~= '' then
      pandoc.mediabag.insert(image.file, image.mime, contents(order.folder .. '/' .. image.file))
    end
  end
end

-- The document as the house style wants it, and the problems that its filter met.
local function styled(document, order)
  local problems = {}
  local surroundings = setmetatable({
    FORMAT = order.format,
    LIGGEND = order.landscape,
    BEELDEN = order.images,
    meld = function(text) problems[#problems + 1] = text end,
  }, { __index = _G })
  local filters = load(filter_code, orders.filter, 'b', surroundings)()
  for _, filter in ipairs(filters) do document = document:walk(filter) end
  table.sort(problems)
  return document, problems
end

local function make(document, order)
  fill_mediabag(order)
  local made, problems = styled(document, order)
  for _, problem in ipairs(problems) do say(orders.sign .. problem) end
  if #problems > 0 then return end
  only_known_images(made)
  local options = pandoc.WriterOptions({
    columns = orders.columns,
    highlight_method = 'none',
    reference_doc = order.reference,
    template = order.format == 'typst' and template or nil,
  })
  local file = assert(io.open(order.folder .. '/' .. order.result, 'wb'))
  file:write(pandoc.write(made, order.format, options))
  file:close()
end

-- Do some work; an error in it is said, without the way that led there.
local function attempt(work, ...)
  local fine, result = pcall(work, ...)
  if fine then return result end
  say((tostring(result):gsub('\nstack traceback:.*', '')))
end

for _, text in ipairs(orders.texts) do
  say(orders.mark .. 't')
  local document = attempt(read, text)
  for _, order in ipairs(text.orders) do
    say(orders.mark .. 'o')
    if document then attempt(make, document:clone(), order) end
  end
end
say(orders.mark .. 'e')
