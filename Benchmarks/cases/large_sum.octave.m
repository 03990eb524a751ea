a = rand(1e6, 1); b = rand(1e6, 1); c = rand(1e6, 1);
for i = 1:3
  s = sum(1./(1 + exp(-(a.*b + c))));
end
n = 20;
tic;
for i = 1:n
  s = sum(1./(1 + exp(-(a.*b + c))));
end
printf("%g\n", toc/n);
