local n = 10000000
local start = os.clock()
local x = 0.3
for i = 1, n do x = 3.7*x*(1-x) end
print((os.clock() - start)/n)
