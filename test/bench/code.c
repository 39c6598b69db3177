/* code FILE.spv KINDS prints what a Vulkan driver reports of a compute shader: the driver's version, statistics, and
   the machine code. KINDS has one character a binding of group 0: u for a uniform buffer, s for a storage buffer.
   With RADV_FORCE_FAMILY, RADV compiles for a GPU that is not in the machine; it can do nothing else there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <vulkan/vulkan.h>

enum { MOST = 64 };

static void check(VkResult result, const char *what) {
  if (result == VK_SUCCESS) return;
  fprintf(stderr, "%s: error %d\n", what, result);
  _exit(1);
}

static VkPhysicalDevice first_gpu(VkInstance instance) {
  VkPhysicalDevice gpu;
  uint32_t count = 1;
  VkResult found = vkEnumeratePhysicalDevices(instance, &count, &gpu);
  check(count ? VK_SUCCESS : VK_ERROR_INITIALIZATION_FAILED, "no such GPU");
  check(found == VK_INCOMPLETE ? VK_SUCCESS : found, "vkEnumeratePhysicalDevices");
  VkPhysicalDeviceDriverProperties driver = {VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES};
  VkPhysicalDeviceProperties2 properties = {VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, &driver};
  vkGetPhysicalDeviceProperties2(gpu, &properties);
  printf("driver: %s\n", driver.driverInfo);
  return gpu;
}

static VkDevice open_device(VkPhysicalDevice gpu) {
  float priority = 1;
  VkDeviceQueueCreateInfo queue = {
      VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO, .queueCount = 1, .pQueuePriorities = &priority};
  VkPhysicalDevicePipelineExecutablePropertiesFeaturesKHR reports = {
      VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PIPELINE_EXECUTABLE_PROPERTIES_FEATURES_KHR, .pipelineExecutableInfo = 1};
  /* What Dawn's SPIR-V asks for. */
  VkPhysicalDeviceVulkan13Features features13 = {
      VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES, &reports, .shaderZeroInitializeWorkgroupMemory = 1};
  VkPhysicalDeviceVulkan12Features features12 = {
      VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES, &features13, .vulkanMemoryModel = 1,
      .vulkanMemoryModelDeviceScope = 1};
  const char *extension = VK_KHR_PIPELINE_EXECUTABLE_PROPERTIES_EXTENSION_NAME;
  VkDeviceCreateInfo info = {
      VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO, &features12, .queueCreateInfoCount = 1, .pQueueCreateInfos = &queue,
      .enabledExtensionCount = 1, .ppEnabledExtensionNames = &extension};
  VkDevice device;
  check(vkCreateDevice(gpu, &info, NULL, &device), "vkCreateDevice");
  return device;
}

static VkShaderModule load(VkDevice device, const char *name) {
  FILE *file = fopen(name, "rb");
  check(file ? VK_SUCCESS : VK_ERROR_UNKNOWN, name);
  fseek(file, 0, SEEK_END);
  size_t size = ftell(file);
  rewind(file);
  uint32_t *code = malloc(size);
  check(fread(code, 1, size, file) == size ? VK_SUCCESS : VK_ERROR_UNKNOWN, name);
  VkShaderModuleCreateInfo info = {VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO, .codeSize = size, .pCode = code};
  VkShaderModule module;
  check(vkCreateShaderModule(device, &info, NULL, &module), "vkCreateShaderModule");
  return module;
}

static VkPipelineLayout layout_of(VkDevice device, const char *kinds) {
  VkDescriptorSetLayoutBinding bindings[MOST] = {0};
  uint32_t count = strlen(kinds);
  for (uint32_t i = 0; i < count; i++)
    bindings[i] = (VkDescriptorSetLayoutBinding){
        i, kinds[i] == 'u' ? VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER : VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 1,
        VK_SHADER_STAGE_COMPUTE_BIT, NULL};
  VkDescriptorSetLayoutCreateInfo group = {
      VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO, .bindingCount = count, .pBindings = bindings};
  VkDescriptorSetLayout set;
  check(vkCreateDescriptorSetLayout(device, &group, NULL, &set), "vkCreateDescriptorSetLayout");
  VkPushConstantRange constants = {VK_SHADER_STAGE_COMPUTE_BIT, 0, 64};
  VkPipelineLayoutCreateInfo info = {
      VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO, .setLayoutCount = 1, .pSetLayouts = &set,
      .pushConstantRangeCount = 1, .pPushConstantRanges = &constants};
  VkPipelineLayout layout;
  check(vkCreatePipelineLayout(device, &info, NULL, &layout), "vkCreatePipelineLayout");
  return layout;
}

static void print_reports(VkDevice device, VkPipeline pipeline) {
  VkPipelineExecutableInfoKHR info = {VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_INFO_KHR, .pipeline = pipeline};
  PFN_vkGetPipelineExecutableStatisticsKHR get_numbers =
      (PFN_vkGetPipelineExecutableStatisticsKHR)vkGetDeviceProcAddr(device, "vkGetPipelineExecutableStatisticsKHR");
  PFN_vkGetPipelineExecutableInternalRepresentationsKHR get_texts =
      (PFN_vkGetPipelineExecutableInternalRepresentationsKHR)vkGetDeviceProcAddr(
          device, "vkGetPipelineExecutableInternalRepresentationsKHR");
  VkPipelineExecutableStatisticKHR numbers[MOST] = {0};
  VkPipelineExecutableInternalRepresentationKHR texts[MOST] = {0};
  for (int i = 0; i < MOST; i++) {
    numbers[i].sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_STATISTIC_KHR;
    texts[i].sType = VK_STRUCTURE_TYPE_PIPELINE_EXECUTABLE_INTERNAL_REPRESENTATION_KHR;
  }
  uint32_t count = MOST;
  check(get_numbers(device, &info, &count, numbers), "statistics");
  for (uint32_t i = 0; i < count; i++) printf("%s: %llu\n", numbers[i].name, (unsigned long long)numbers[i].value.u64);
  count = MOST;
  check(get_texts(device, &info, &count, texts), "sizes of texts");
  for (uint32_t i = 0; i < count; i++) texts[i].pData = malloc(texts[i].dataSize);
  check(get_texts(device, &info, &count, texts), "texts");
  /* The last stage of the compiler. */
  printf("\n%s", (char *)texts[count - 1].pData);
}

int main(int count, char **arguments) {
  if (count != 3) return 2;
  VkApplicationInfo app = {VK_STRUCTURE_TYPE_APPLICATION_INFO, .apiVersion = VK_API_VERSION_1_3};
  VkInstanceCreateInfo info = {VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO, .pApplicationInfo = &app};
  VkInstance instance;
  check(vkCreateInstance(&info, NULL, &instance), "vkCreateInstance");
  VkDevice device = open_device(first_gpu(instance));
  VkPipelineShaderStageCreateInfo stage = {
      VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO, .stage = VK_SHADER_STAGE_COMPUTE_BIT,
      .module = load(device, arguments[1]), .pName = "dawn_entry_point"};
  VkComputePipelineCreateInfo wanted = {
      VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
      .flags = VK_PIPELINE_CREATE_CAPTURE_STATISTICS_BIT_KHR | VK_PIPELINE_CREATE_CAPTURE_INTERNAL_REPRESENTATIONS_BIT_KHR,
      .stage = stage, .layout = layout_of(device, arguments[2])};
  VkPipeline pipeline;
  check(vkCreateComputePipelines(device, VK_NULL_HANDLE, 1, &wanted, NULL, &pipeline), "vkCreateComputePipelines");
  print_reports(device, pipeline);
  fflush(stdout);
  /* Without a GPU the driver may not survive being closed. */
  _exit(0);
}
