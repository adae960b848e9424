/** 256 short, concrete English words that are hard to mistake for one another on the telephone. One byte picks one. */
export const wordList: readonly string[] = `
acorn actor album alley almond amber anchor angle ankle apple apron arrow aspen atlas attic autumn
badge bagel baker balcony bamboo banjo barley basil basket beach beacon beaver bench berry bicycle birch
biscuit blanket blossom bonfire border bottle boulder bracket branch bridge bronze bucket buffalo butter button cabin
cactus camel candle canoe canvas carbon cargo carpet carrot castle cedar cellar chapel cherry chimney cinema
circle citrus clover cobalt coffee comet compass copper coral corner cottage cotton cradle crater cricket crystal
curtain cushion dagger daisy dancer desert diamond dinner dolphin donkey dragon drawer eagle easel echo elbow
elephant ember engine envelope fabric falcon farmer feather fennel ferry fiddle finger flannel forest fossil fountain
galaxy garden garlic gazelle geyser ginger giraffe glacier glove goblet granite gravel guitar hammer harbour harvest
hazel hedge helmet heron hinge honey hotel iceberg igloo indigo island ivory jacket jaguar jasmine jigsaw
jungle juniper kayak kennel kernel kettle kitchen kitten ladder lagoon lantern laundry lavender leather lemon library
lily linen lizard lobster locket lotus magnet mango maple marble market meadow melon mirror mitten monkey
mosaic mountain muffin mustard napkin needle nettle nickel noodle nutmeg oasis ocean olive onion opal orange
orchard orchid otter oven oyster paddle palace panda paper parrot peacock pebble pencil pepper piano pigeon
pillow pilot planet plum pocket pollen pony poplar potato pottery prairie puzzle quartz quill rabbit radish
raven ribbon river rivet rocket saddle saffron salmon sandal satin scarf shadow silver spider sponge squirrel
statue summit sunset teapot temple thistle thunder tiger timber tomato trumpet tulip turtle velvet violin walnut
`
  .trim()
  .split(/\s+/);
